import JSONDocument
import RegistryCore
import RegistryQuery
import SearchIndex
import Testing

@Suite struct NaiveMatcherTests {
    /// A query on ``document``, and whether it matches.
    struct Example: Sendable, CustomTestStringConvertible {
        let query: String
        let expected: Bool
        var testDescription: String { "\(query) → \(expected)" }
        init(_ query: String, _ expected: Bool) {
            self.query = query
            self.expected = expected
        }
    }

    static let document = """
        {"$schema": "alignment/v1.json", "title": "Deep RNA-Seq of Mouse livers", "organism": "Mus musculus",
         "md5sum": "0eb8", "tags": ["wild-type", "RNA", ""], "size": 10, "big": 9007199254740993, "ratio": 1.50,
         "paired": true, "single": false, "nothing": null, "none": [], "hollow": {"a": {}, "b": [null]},
         "samples": [{"name": "s-1", "sex": {"label": "female"}}, {"name": "s-2", "notes": ["first cut", "Second Try"]}],
         "dotted.key": {"in.side": "found"}, "accents": "caf\\u00e9", "_extra": {"id": "forged", "fake": "forged"},
         "_extra.fake": "forged", "_extraordinary": "yes"}
        """

    static let examples: [Example] = [
        // Keywords: whole, exact, by case and bytes.
        .init(#"organism:"Mus musculus""#, true), .init("organism:Mus", false), .init("organism:musculus", false),
        .init(#"organism:"mus musculus""#, false), .init("md5sum:0eb8", true), .init("md5sum:0EB8", false),
        .init("accents:caf\u{e9}", true), .init("accents:cafe\u{301}", false), .init("absent:x", false),
        .init("tags:wild-type", true), .init("tags:wild", false), .init(#"tags:"""#, true), .init(#"md5sum:"""#, false),
        // Text: words in a row, any case.
        .init("title:mouse", true), .init("title:MOUSE", true), .init("title:mou", false), .init("title:RNA-Seq", true),
        .init(#"title:"rna seq of""#, true), .init(#"title:"seq rna""#, false), .init("title:seq-rna", false),
        .init(#"title:"Deep RNA-Seq of Mouse livers""#, true), .init(#"title:"livers of""#, false),
        .init(#"title:"--""#, false), .init(#"title:"""#, false),
        .init("samples.notes:second", true), .init(#"samples.notes:"first cut""#, true),
        .init(#"samples.notes:"cut second""#, false),
        // Numbers and truth values.
        .init("size:10", true), .init("size:10.0", true), .init("size:1e1", true), .init(#"size:"10""#, true),
        .init("size:11", false), .init("size:ten", false), .init("ratio:1.5", true),
        .init("big:9007199254740993", true), .init("big:9007199254740992", false),
        .init("size:1e999999999", false), .init("paired:true", true), .init("paired:false", false),
        .init("paired:True", false), .init("single:false", true), .init("size:1*", false), .init("paired:t*", false),
        // Wildcards.
        .init("organism:Mus*", true), .init("organism:mus*", false), .init("organism:*culus", true),
        .init("organism:Mus?musculus", true), .init("organism:Mus?", false), .init("title:MO?se", true),
        .init("title:rna*", true), .init("title:deep*livers", false), .init("tags:wild-*", true),
        // Paths.
        .init("samples.name:s-2", true), .init("samples.name:s-3", false), .init("samples.sex.label:female", true),
        .init("samples:s-1", false), .init("sex.label:female", false), .init("samples.sex:female", false),
        .init("dotted.key.in.side:found", true), .init("dotted.key.in:found", false), .init("samples..name:s-1", false),
        .init("samples.:s-1", false),
        // Existence.
        .init("organism:*", true), .init("_exists_:samples.sex", true), .init("_exists_:samples", true),
        .init("nothing:*", false), .init("none:*", false), .init("hollow:*", false), .init("hollow.b:*", false),
        .init("sample:*", false), .init("tags:*", true), .init("_exists_:dotted.key", true), .init("absent:*", false),
        // No field: every field and the catch-all text.
        .init("wild-type", true), .init("wild", false), .init("mouse", true), .init("Mus", false),
        .init(#""Mus musculus""#, true), .init("female", true), .init("second", true), .init("10", true),
        .init("alignment", true), .init(#""alignment/v1.json""#, true), .init("alignm*", true), .init("Mus*", true),
        .init("PRJ1", true), .init("prj1", true), .init("v1", true), .init("NUM-3", true), .init("num", true),
        .init("NUM-4", false), .init("file.txt", true), .init("txt.json", true), .init(#""a/file.txt""#, true),
        .init("txt.file", false), .init("prj1-v1", false), .init("PR?1", true), .init("zebra*", false),
        .init(#""PRJ1:a/file.txt@v1""#, true), .init("*", true),
        // What the registry adds.
        .init("_extra.project_id:PRJ1", true), .init("_extra.project_id:prj1", false), .init("_extra.version:v1", true),
        .init("_extra.revision:NUM-3", true), .init("_extra.numerical_revision:3", true),
        .init(#"_extra.metapath:"a/file.txt.json""#, true), .init(#"_extra.id:"PRJ1:a/file.txt@v1""#, true),
        .init(#"_extra.$schema:"alignment/v1.json""#, true), .init("_extra.type:alignment", true),
        .init("_extra.file_size:18", true), .init("_extra.uploaded:2026-01-01*", true),
        .init("_extra.meta_uploaded:*", true), .init("_extra.meta_indexed:*", true), .init("_extra.transient:*", false),
        .init("_extra:*", true), .init("_extraordinary:yes", true),
        // What it does not: forged fields and permissions.
        .init("_extra.id:forged", false), .init("_extra.fake:forged", false), .init("forged", false),
        .init("_extra.fake:*", false), .init("secretowner", false), .init("_extra.permissions:*", false),
        .init("_extra.permissions.owners:secretowner", false), .init("_extra.permissions.read_access:public", false),
        // Operators.
        .init("mouse AND female", true), .init("mouse AND zebra", false), .init("mouse OR zebra", true),
        .init("mouse NOT female", false), .init("NOT zebra", true), .init("NOT mouse", false),
        .init("zebra OR fish AND female", false), .init("+mouse zebra", true), .init("zebra -fish", false),
        .init("organism:(Mus OR \"Mus musculus\")", true), .init("* AND NOT size:10", false),
        .init("* AND _extra.project_id:\"PRJ1\"", true),
    ]

    static let recorded = """
        {"date": "2020-03-15T10:20:30Z", "day": "2020-03-15", "month": "2020-03", "local": "2020-03-15T23:30:00-05:00",
         "dates": ["2019-12-31", "2021-01-01"], "year": 2020, "yearText": "2020", "size": 10, "small": -2.5,
         "big": 9007199254740993, "sizes": [1, 100], "name": "Mus musculus", "names": ["alpha", "Beta"], "flag": true,
         "text": "Deep sequencing of the Mouse liver, again and again the liver", "other": "2020-99", "empty": "",
         "hollowText": "", "path": "data/run-7/x.bam"}
        """

    /// Ranges, patterns and distances, on ``recorded``.
    static let operands: [Example] = [
        // Numbers, by value and natively.
        .init("size:[10 TO 20]", true), .init("size:{10 TO 20]", false), .init("size:[1 TO 10]", true),
        .init("size:[1 TO 10}", false), .init("size:[* TO 10]", true), .init("size:[11 TO *]", false),
        .init("size:[9 TO 1e2]", true), .init("size:>9.99", true), .init("size:>=10.0", true), .init("size:<10", false),
        .init("size:[20 TO 10]", false), .init("small:[-3 TO -2]", true), .init("small:<0", true),
        .init("big:>9007199254740992", true), .init("big:[* TO 9007199254740992]", false),
        .init("sizes:[50 TO 200]", true), .init("sizes:[2 TO 99]", false), .init("size:[a TO z]", false),
        .init("size:[1 TO z]", false), .init("size:[\"1\" TO \"20\"]", true), .init("size:[* TO *]", true),
        .init("flag:[a TO z]", false), .init("flag:[* TO *]", true), .init("absent:[* TO *]", false),
        // Dates: by moments, a bound of less precision stands for its whole span.
        .init("date:[2020 TO 2021]", true), .init("date:[2020 TO 2020]", true), .init("date:{2020 TO 2021]", false),
        .init("date:[2019 TO 2020}", false), .init("date:[2020-03 TO 2020-03]", true), .init("date:>2020-03", false),
        .init("date:>=2020-03-15", true), .init("date:>2020-03-15", false), .init("date:<=2020-03-15", true),
        .init("date:<2020-03-15", false), .init("date:<2020-03-16", true), .init("date:[2020-03-15T10:20 TO *]", true),
        .init("date:[2020-03-15T10:20:30 TO 2020-03-15T10:20:30]", true), .init("date:>2020-03-14", true),
        .init("date:[2020-03-15T12:00+02:00 TO 2020-03-15T12:30+02:00]", true),
        .init("date:>\"2020-03-15 10:20\"", false),
        .init("day:[2020-03-15T00:00 TO *]", true), .init("day:[2020-03-15T00:00:01 TO *]", false),
        .init("month:[2020-03-01 TO 2020-03-01]", true), .init("local:[2020-03-16 TO 2020-03-16]", true),
        .init("local:2020-03-16", false), .init("dates:[2020 TO 2020]", false), .init("dates:>=2021", true),
        .init("year:[2020 TO 2020]", true), .init("year:[2020-01 TO 2020-12]", false),
        .init("yearText:[2020 TO 2020]", false), .init("yearText:[2020-01 TO 2020-12]", false),
        .init("yearText:[2 TO 3a]", true), .init("date:[1 TO 3000000]", false),
        // A date beside bounds that are none, and what is nearly a date: by bytes.
        .init("date:[2020-03-15T1 TO z]", true), .init("date:[2020-04 TO z]", false),
        .init("date:[a TO 2021-01]", false),
        .init("other:[2020-01 TO 2020-999]", true), .init("other:[2020-01 TO 2021-01]", true),
        .init("other:[2020 TO 2021]", false),
        // Strings by bytes; words in lower case.
        .init("name:[M TO N]", true), .init("name:[m TO n]", false), .init("name:[\"Mus musculus\" TO *]", true),
        .init("name:{\"Mus musculus\" TO *]", false), .init("name:[* TO \"Mus musculus\"}", false),
        .init("names:[a TO b]", true), .init("names:[b TO c]", false), .init("names:[B TO C]", true),
        .init("empty:[* TO a]", true), .init("empty:[\"\" TO \"\"]", true), .init("hollowText:[* TO a]", false),
        .init("text:[liver TO liver]", true), .init("text:[LIVER TO Livers}", true), .init("text:[m TO n]", true),
        .init("text:[x TO z]", false), .init("text:[1 TO 2]", false),
        // Without a field: everywhere.
        .init("[9007199254740993 TO *]", true), .init("[9007199254740994 TO *]", false),
        .init("[moura TO mousf]", true),
        .init("[2021-01-01 TO 2021-01-01]", true), .init("[zz TO *]", false), .init("[* TO *]", true),
        // Words with others between them.
        .init("text:\"deep mouse\"", false), .init("text:\"deep mouse\"~2", false),
        .init("text:\"deep mouse\"~3", true),
        .init("text:\"deep of mouse\"~2", true), .init("text:\"mouse deep\"~9", false),
        .init("text:\"the liver\"", true), .init("text:\"mouse liver the\"~3", true),
        .init("text:\"mouse liver the\"~2", false), .init("name:\"Mus musculus\"~3", true),
        .init("name:\"musculus\"~3", false), .init("\"sequencing mouse\"~2", true),
        .init("size:\"10\"~1", true), .init("empty:\"\"~1", true),
        // Regular expressions: whole keywords as they stand, words in lower case, nothing else.
        .init("name:/Mus mus.*/", true), .init("name:/mus.*/", false), .init("name:/Mus/", false),
        .init("path:/data\\/run-[0-9]+\\/.*\\.bam/", true), .init("path:/.*\\.(bam|cram)/", true),
        .init("text:/Liv[A-F]r/", true), .init("text:/deep sequencing/", false), .init("text:/[^a-z]+/", false),
        .init("size:/.*/", false), .init("flag:/.*/", false), .init("empty:/()/", true),
        .init("hollowText:/.*/", false),
        .init("/seq.{3,7}/", true), .init("/zebra.*/", false),
        // Fuzzy words.
        .init("text:lvier~1", true), .init("text:MOUSES~1", true), .init("text:hepar~", false),
        .init("names:alpah~1", true),
        .init("names:Alpha~1", true), .init("names:beta~0", false), .init("names:Beta~0", true),
        .init("text:mose-livr~1", true), .init("text:liver-mouse~2", false), .init("size:10~1", false),
        .init("size:10~0", false), .init("flag:tru~1", false), .init("moose~1", true), .init("text:\\-\\-~0", false),
        // A boost changes no match.
        .init("text:liver^3", true), .init("text:zebra^3", false), .init("(text:zebra size:10)^2", true),
        .init("-text:liver^2", false), .init("(-text:zebra)^2", true), .init("text:*^2", true), .init("*^2", true),
        .init("+size:>5^2 -names:/Z.*/", true),
    ]

    @Test(arguments: operands)
    func decidesByRangesPatternsAndDistances(_ example: Example) throws {
        let document = try Documents.make(Self.recorded, textFields: ["text", "hollowText"])
        #expect(try Documents.matches(example.query, document) == example.expected)
    }

    @Test(arguments: examples)
    func decidesByTheFieldsMeaning(_ example: Example) throws {
        let document = try Documents.make(
            Self.document, revision: 3, textFields: ["title", "samples.notes"], schema: "alignment/v1.json",
            type: "alignment", fileSize: 18)
        #expect(try Documents.matches(example.query, document) == example.expected)
    }

    @Test func transientIsAFieldOfTransientVersionsOnly() throws {
        let document = try Documents.make(endDate: Documents.sealed)
        #expect(try Documents.matches("_exists_:_extra.transient", document))
        #expect(try Documents.matches("_extra.transient:*", document))
        #expect(try !Documents.matches("_exists_:_extra.transient", Documents.make()))
    }

    @Test func absentFactsAreAbsentFields() throws {
        let document = try Documents.make()
        for field in ["$schema", "type", "file_size", "uploaded"] {
            #expect(try !Documents.matches("_exists_:_extra.\(field)", document))
        }
    }

    @Test(arguments: ["[1, \"a\"]", "\"a\"", "7", "null"])
    func aTextThatIsNoObjectHasOnlyTheRegistrysFields(_ json: String) throws {
        let document = try Documents.make(json)
        #expect(try Documents.matches("PRJ1", document))
        #expect(try !Documents.matches("a OR 7", Documents.make(json, id: "PRJ1:file.txt@v1")))
    }

    @Test func anEmptyBooleanMatchesNothing() throws {
        var budget = SearchBudget()
        let document = try Documents.make()
        let isMatch = try NaiveMatcher(SearchQuery(root: .boolean([]))).matches(document, within: &budget)
        #expect(!isMatch)
    }

    @Test(.timeLimit(.minutes(5)))
    func longKeysAboveManyMembersCostNoMoreThanTheirSize() throws {
        let members = (0..<20_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        let document = try Documents.make("{\"\(String(repeating: "a.", count: 500_000))\":{\(members)}}")
        #expect(try Documents.matches("19999", document))
        #expect(try !Documents.matches("20000", document))
        #expect(try !Documents.matches(String(repeating: "a.", count: 1_000) + "b:*", document))
    }

    @Test func deepDocumentsAreWalked() throws {
        let depth = 60
        let json = String(repeating: "{\"a\":", count: depth) + "\"end\"" + String(repeating: "}", count: depth)
        let document = try Documents.make(json)
        let path = Array(repeating: "a", count: depth).joined(separator: ".")
        #expect(try Documents.matches("\(path):end", document))
        #expect(try Documents.matches("end", document))
        #expect(try Documents.matches("_exists_:a.a", document))
    }
}
