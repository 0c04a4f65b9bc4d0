internal import Catalog
internal import JSONDocument
internal import JSONSchema
internal import RegistryCore
internal import RegistrySchemas
internal import SearchIndex

/// Turns the bytes of a metadata file into a validated document, or into everything that is wrong with it.
struct DocumentReader: Sendable {
    let schemas: SchemaSet
    let settings: ServiceSettings

    struct Reading: Sendable {
        var document: JSONValue?
        var path: ArtifactPath?
        var schema: String?
        var type: String?
        var textFields: [String] = []
        var nestedFields: [String] = []
        /// What is wrong besides what the schema refused.
        var problems: [DocumentProblem] = []
        var refused: RefusedDocument?
        var warnings: [DocumentProblem] = []

        func staged(
            _ document: JSONValue, path: ArtifactPath, file: FileRecord, data: FileRecord?
        ) -> StagedDocument {
            StagedDocument(
                path: path, metapath: file.path, document: document, schema: schema, type: type,
                textFields: textFields, nestedFields: nestedFields, fileSize: data?.size, uploaded: data?.modified,
                metaUploaded: file.modified ?? Timestamp(milliseconds: 0))
        }
    }

    /// - Returns: no document where there are problems; warnings go with either.
    func read(_ bytes: [UInt8], of file: FileRecord) -> Reading {
        var reading = Reading()
        let document: JSONValue
        do {
            document = try JSONValue(parsing: bytes)
        } catch {
            reading.problems.append(DocumentProblem(file.path.description, "the document is not JSON: \(error)"))
            return reading
        }
        guard case .object(let members) = document else {
            reading.problems.append(DocumentProblem(file.path.description, "the document must be a JSON object"))
            return reading
        }
        readPath(members, of: file, into: &reading)
        validate(document, of: bytes.count, members["$schema"], of: file, into: &reading)
        if reading.problems.isEmpty, reading.refused == nil { reading.document = document }
        return reading
    }

    /// For a data file that no document describes: findable by its path.
    func minimal(for file: FileRecord) -> StagedDocument {
        StagedDocument(
            path: file.path, metapath: file.path,
            document: ["path": .string(file.path.description), "$schema": .string(settings.defaultSchema)],
            schema: settings.defaultSchema, type: SchemaName(settings.defaultSchema)?.type, textFields: [],
            fileSize: file.size, uploaded: file.modified, metaUploaded: file.modified ?? Timestamp(milliseconds: 0))
    }

    private func readPath(_ members: JSONObject, of file: FileRecord, into reading: inout Reading) {
        guard let value = members["path"] ?? members["PATH"] else {
            reading.problems.append(DocumentProblem(file.path.description, "Missing 'path' or 'PATH' field"))
            return
        }
        guard let text = value.stringValue else {
            reading.problems.append(DocumentProblem(file.path.description, at: "/path", "'path' must be a string"))
            return
        }
        do {
            reading.path = try ArtifactPath(parsing: text)
        } catch {
            reading.problems.append(DocumentProblem(file.path.description, at: "/path", error.description))
        }
    }

    private func validate(
        _ document: JSONValue, of size: Int, _ schema: JSONValue?, of file: FileRecord, into reading: inout Reading
    ) {
        guard let schema, !schema.isNull else {
            if settings.rejectsWithoutSchema {
                reading.problems.append(
                    DocumentProblem(file.path.description, at: "/$schema", SchemaService.missingSchema))
            }
            return
        }
        guard let text = schema.stringValue, let name = SchemaName(text) else {
            reading.problems.append(
                DocumentProblem(
                    file.path.description, at: "/$schema", "'$schema' must have the form '<type>/<version>.json'"))
            return
        }
        reading.schema = name.description
        guard let entry = schemas[name] else {
            reading.type = name.type
            let hint = schemas.suggestion(for: name).map { "; did you mean '\($0)'?" } ?? ""
            let problem = DocumentProblem(
                file.path.description, at: "/$schema", "no schema '\(name)' is known here\(hint)")
            if settings.rejectsUnknownSchemas {
                reading.problems.append(problem)
            } else {
                reading.warnings.append(problem)
            }
            return
        }
        reading.type = entry.typeTitle
        reading.textFields = entry.textFields
        reading.nestedFields = entry.nestedFields
        let errors = entry.schema.validate(document, limit: Limits.validationErrors)
        if errors.isEmpty { return }
        reading.refused = RefusedDocument(
            path: file.path.description, document: document, size: size, schema: entry.schema, errors: errors)
    }
}
