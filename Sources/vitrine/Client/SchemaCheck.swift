internal import JSONDocument
internal import JSONSchema

/// What is wrong with one schema file, and what hardly was meant.
enum SchemaCheck {
    struct Problem: Equatable {
        let pointer: String
        let message: String
    }
    struct Result {
        var draft: SchemaDraft?
        var errors: [Problem] = []
        var warnings: [Problem] = []
    }

    static func result(of file: String, _ loader: inout SchemaLoader, _ options: SchemaOptions) -> Result {
        var result = Result()
        let loaded: SchemaLoader.Loaded
        do throws(ClientFailure) {
            loaded = try loader.load(file)
        } catch {
            result.errors = [Problem(pointer: "", message: error.description)]
            return result
        }
        let compiled: SchemaError?
        do throws(SchemaError) {
            result.draft = try loader.compile(loaded).draft
            compiled = nil
        } catch {
            compiled = error
            result.draft = draft(of: loaded.document, options)
        }
        // A schema of a metaschema of its own is not measured by that of the draft.
        if let draft = result.draft, isPlain(loaded.document, draft, options) {
            result.errors = JSONSchema.metaschema(of: draft).validate(loaded.document).map {
                Problem(pointer: $0.instance.description, message: $0.message)
            }
        }
        if let compiled, result.errors.isEmpty || isNews(compiled) {
            let isHere = compiled.document.isEmpty || compiled.document == loaded.base
            result.errors.append(
                Problem(
                    pointer: isHere ? compiled.pointer.description : "",
                    message: SchemaLoader.sentence(compiled, loaded)
                        + (SchemaLoader.advice(on: compiled).map { ". \($0)" } ?? "")))
        }
        if let draft = result.draft { result.warnings = SchemaWarnings.list(loaded.document, draft) }
        return result
    }

    /// Whether the metaschema has not said the same already.
    private static func isNews(_ error: SchemaError) -> Bool {
        switch error.reason {
        case .invalidKeyword, .notASchema: false
        default: true
        }
    }

    private static func draft(of document: JSONValue, _ options: SchemaOptions) -> SchemaDraft? {
        guard let uri = document["$schema"] else { return options.draft }
        return try? JSONSchema(["$schema": uri]).draft
    }

    private static func isPlain(_ document: JSONValue, _ draft: SchemaDraft, _ options: SchemaOptions) -> Bool {
        self.draft(of: document, options) == draft
    }
}
