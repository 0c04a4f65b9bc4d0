package import Catalog
internal import JSONDocument
package import RegistryCore

extension Rejection {
    package func arguments(in lane: Lane) -> StoredArguments {
        let summary = summary
        return upload.version.arguments(in: lane) + [
            "upload": upload.id.description, "started_by": startedBy, "failed_at": failedAt.milliseconds,
            "documents": summary.documents, "problems": summary.problems, "omitted": omitted,
        ]
    }
}

extension RejectionSummary {
    /// Nil where nothing is kept of the version.
    package init?(_ row: some StoredRow, of version: VersionKey) throws {
        guard let id = try row.optional("upload", UploadID.init) else { return nil }
        self.init(
            upload: UploadKey(version: version, id: id), failedAt: row.moment("failed_at"),
            documents: row.number("documents"), problems: row.number("problems"), omitted: row.number("omitted"))
    }
}

extension Reject {
    package init(_ row: some StoredRow) throws {
        guard let problems = try row.json("problems").arrayValue else {
            throw DamagedRow("problems", row.text("problems"))
        }
        self.init(
            path: row.text("path"), schema: row.optionalText("schema"), type: row.optionalText("type"),
            problems: problems.map(RejectProblem.init(stored:)), omitted: row.number("omitted"))
    }
    package func arguments(of version: VersionKey, in lane: Lane) -> StoredArguments {
        version.arguments(in: lane) + [
            "path": path, "schema": schema, "type": type, "problem_count": problems.count, "omitted": omitted,
            "keywords": JSONValue(texts: keywords).stored, "searched": searchedText,
            "problems": JSONValue.array(problems.map(\.stored)).stored,
        ]
    }
}

extension RejectProblem {
    fileprivate init(stored json: JSONValue) {
        self.init(
            pointer: json["pointer"]?.stringValue ?? "", schemaPointer: json["schema_pointer"]?.stringValue,
            keyword: json["keyword"]?.stringValue, message: json["message"]?.stringValue ?? "",
            location: json["location"]?.stringValue, fix: json["fix"])
    }
    /// As an element of the `problems` column.
    fileprivate var stored: JSONValue {
        var object: JSONObject = ["pointer": .string(pointer)]
        object["schema_pointer"] = schemaPointer.map { .string($0) }
        object["keyword"] = keyword.map { .string($0) }
        object["message"] = .string(message)
        object["location"] = location.map { .string($0) }
        object["fix"] = fix
        return .object(object)
    }
}

extension RejectSearch {
    package func arguments(in lanes: LaneCount) -> StoredArguments {
        let extent = project.map { $0.arguments(in: lanes.lane(of: $0)) } ?? [:]
        return extent + [
            "text": text?.lowercased().withoutNUL, "type": type?.withoutNUL, "keyword": keyword?.withoutNUL,
            "window": Self.window,
        ]
    }
    /// Those that a page needs besides.
    package var pageArguments: StoredArguments {
        [
            "after_time": after?.failedAt.milliseconds, "after_project": after?.version.project.description,
            "after_version": after?.version.version.description, "after_path": after?.path.withoutNUL,
            "limit": limit.asLimit + 1,
        ]
    }
}
