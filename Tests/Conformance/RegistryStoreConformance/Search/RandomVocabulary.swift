package import RegistryQuery

/// The few texts that random documents and queries are made of, so that they meet.
package enum RandomVocabulary {
    package static let words = [
        "deep", "Deep", "sea", "SEA", "seas", "mouse", "Mus", "musculus", "rna", "RNA", "seq", "é", "e\u{301}", "Ünï",
        "x",
        "5", "2020", "日本語", "straße", "sequencing", "sequencign",
    ]
    package static let keywords = [
        "deep", "Deep", "Mus musculus", "x-y", "x", "xy", "", " ", "é", "e\u{301}", "a/b.txt", "a.txt", "----", "*",
        "?", "a*b",
        "\\", "\"q\"", "true", "false", "5", "5.0", "1e0", "AND", "to be", "🧬", "generic file", "P0", "P0:a.txt@1",
        "\u{FEFF}x", "zz",
    ]
    package static let numbers = [
        "0", "-0", "1", "1.0", "1e0", "-3", "0.1", "0.10", "2.5", "5", "10", "99", "100", "-1e-7", "9007199254740992",
        "9007199254740993", "123456789012345678901234567890", "1e400", "-1e400", "1E+2",
    ]
    package static let dates = [
        "2020-01", "2020-01-02", "2020-01-02T03:04", "2020-01-02T03:04:05Z", "2020-01-02T05:04:05+02:00",
        "2020-01-02 03:04:05.000001", "2020-02-29T23:59:60Z", "2021-12-31T23:30:00-0130", "1999-12-31", "0001-01-01",
        "9999-12-31T23:59:59Z", "2020-13-01", "2021-02-29",
    ]
    package static let paths = ["a.txt", "a/b.txt", "a", "b", "B", "é.bin", "deep/sea/data.h5", "---", "x-y"]
    /// Also some that no document has, parents of others, and what the registry adds.
    package static let fields: [FieldPath] = [
        "title", "name", "kind", "n", "when", "flag", "tags", "mixed", "blank", "who", "who.name", "who.age", "samples",
        "samples.id", "samples.dose", "samples.note", "samples.unit", "samples.lot", "samples.parts",
        "samples.parts.unit", "a.b", "a", "a.", "a..c", ".z", "with space", "x:y", "(a)",
        "_exists_",
        "AND", "deep.er.est", "deep", "absent", "ü", "_extra", "_extra.id", "_extra.project_id", "_extra.version",
        "_extra.numerical_revision", "_extra.type", "_extra.uploaded", "_extra.file_size", "_extra.$schema", "_extrax",
    ]
    /// Fields of objects, and the values that they have.
    package static let portions: [(field: FieldPath, values: [String])] =
        ["samples.unit", "samples.parts.unit"].map { ($0, ["mg", "ml"]) }
        + ["samples.lot", "samples.parts.lot"].map { ($0, ["1", "2", "3"]) } + [
            ("samples.note", ["deep", "sea", "rna"])
        ]
    /// Fields whose objects a schema may say are searched one by one.
    package static let nestedFields = ["samples", "samples.parts", "who", "a", "deep", "deep.er"]
    /// Fields whose strings a schema may say are searched by word.
    package static let textFields = [
        "title", "name", "mixed", "blank", "who.name", "samples.note", "a.b", "deep.er.est", "with space",
    ]
}
