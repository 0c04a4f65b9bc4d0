import JSONDocument
import JSONSchema
import Testing

@Suite("schemas/")
struct SchemaFilesTests {
    @Test(arguments: SchemaFiles.types)
    func acceptsItsOwnExamples(_ type: String) throws {
        let document = try SchemaFiles.document("\(type)/v1.json")
        let schema = try JSONSchema(document)
        let examples = try #require(document["examples"]?.arrayValue)
        #expect(!examples.isEmpty)
        for example in examples {
            #expect(schema.validate(example).map(\.message) == [])
            #expect(example["$schema"]?.stringValue == "\(type)/v1.json")
        }
    }

    @Test(arguments: SchemaFiles.types)
    func namesItselfAndItsDraft(_ type: String) throws {
        let document = try SchemaFiles.document("\(type)/v1.json")
        #expect(document["$schema"]?.stringValue == "https://json-schema.org/draft/2020-12/schema")
        #expect(document["$id"]?.stringValue == "\(type)/v1.json")
        let title = try #require(document["title"]?.stringValue)
        #expect(title.lowercased().replacing("-", with: " ") == type.replacing("_", with: " "))
    }

    @Test(arguments: SchemaFiles.types)
    func describesEveryField(_ type: String) throws {
        let document = try SchemaFiles.document("\(type)/v1.json")
        var undescribed: [String] = []
        func look(at schema: JSONValue, _ place: String) {
            for (name, field) in schema["properties"]?.objectValue ?? [:] {
                let reference = field["$ref"]?.stringValue?.split(separator: "/").last.map(String.init)
                let described = reference.flatMap { document["$defs"]?[$0] } ?? field
                if described["description"]?.stringValue == nil { undescribed.append("\(place)/\(name)") }
                look(at: field, "\(place)/\(name)")
            }
            if let items = schema["items"] { look(at: items, "\(place)[]") }
        }
        look(at: document, "")
        for (name, definition) in document["$defs"]?.objectValue ?? [:] { look(at: definition, name) }
        #expect(undescribed == [])
    }

    @Test func describesCommonFieldsAlikeInEveryType() throws {
        var common: [String: JSONValue] = [:]
        for type in SchemaFiles.types where type != "generic_file" && type != "redirection" {
            let properties = try #require(try SchemaFiles.document("\(type)/v1.json")["properties"]?.objectValue)
            for (name, field) in properties where name != "$schema" && name != type {
                #expect(common[name, default: field] == field, "\(name) of \(type)")
                common[name] = field
            }
        }
        #expect(common.keys.contains("organism") && common.keys.contains("genome_build"))
    }

    @Test func searchesTitleDescriptionAndNotesByWordAndNothingElse() throws {
        for type in SchemaFiles.types {
            let properties = try #require(try SchemaFiles.document("\(type)/v1.json")["properties"]?.objectValue)
            let texts = properties.filter { $0.value["_elasticsearch"]?["type"] == "text" }.map(\.key)
            #expect(texts == ["title", "description", "notes"], "\(type)")
        }
    }
}

/// Documents that clients of the contract send (`spec/rest-api.md` 4.5, 4.6).
@Suite("schemas/ and the contract")
struct ContractDocumentTests {
    @Test(arguments: [
        """
        {"$schema": "generic_file/v1.json", "path": "file1.txt", "md5sum": "0eb827652a5c272e1c82002f1c972018",
         "generic_file": {"format": "text"}}
        """,
        """
        {"$schema": "generic_file/v1.json", "path": "file1.txt", "generic_file": {"format": "text"},
         "_extra": {"$schema": "generic_file/v1.json", "id": "PRJ1:file1.txt@1", "file_size": 18,
                    "permissions": {"scope": "project", "owners": ["me"], "viewers": []}}}
        """,
        #"{"path": "a", "generic_file": {"format": "text", "encoding": "utf-8"}, "is_child": true, "mine": {"x": [1]}}"#,
    ])
    func genericFileAcceptsWhatClientsSend(_ text: String) throws {
        let schema = try JSONSchema(SchemaFiles.document("generic_file/v1.json"))
        #expect(schema.validate(try JSONValue(parsing: text)).map(\.message) == [])
    }

    @Test(arguments: [
        """
        {"$schema": "redirection/v1.json", "path": "alias",
         "redirection": {"targets": [{"type": "local", "location": "real/path"}]}}
        """,
        #"{"path": "a", "redirection": {"targets": [{"type": "remote", "location": "P:a:b@c.txt@v1"}], "more": 1}}"#,
    ])
    func redirectionAcceptsWhatClientsSend(_ text: String) throws {
        let schema = try JSONSchema(SchemaFiles.document("redirection/v1.json"))
        #expect(schema.validate(try JSONValue(parsing: text)).map(\.message) == [])
    }
}
