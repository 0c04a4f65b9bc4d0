import Foundation
import JSONDocument
import JSONSchema
import Testing

/// The files of `schemas/`, by the name that documents give them: `report/v1.json`.
enum SchemaFiles {
    static let types = [
        "alignment", "generic_file", "genomic_ranges", "redirection", "report", "sample_sheet", "sequencing_reads",
        "single_cell_experiment", "summarized_experiment", "variant_calls",
    ]

    static func document(_ name: String) throws -> JSONValue {
        let root = URL(filePath: #filePath).appending(path: "../../../schemas").standardized
        return try JSONValue(parsing: [UInt8](Data(contentsOf: root.appending(path: name))))
    }

    /// The example of a type, to be spoilt by a test.
    static func example(_ type: String) throws -> JSONObject {
        try #require(try document("\(type)/v1.json")["examples"]?.arrayValue?.first?.objectValue)
    }
}
