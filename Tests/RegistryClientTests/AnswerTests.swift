import JSONDocument
import RegistryClient
import Testing

@Suite("An answer of a registry")
struct AnswerTests {
    @Test func hasAPageWithAWayOn() throws {
        let page = try DocumentPage([
            "results": [["path": "a"]], "count": 1, "total": 3, "next": "/scroll/abc",
        ])
        #expect(page.documents == [["path": "a"]])
        #expect(page.total == 3)
        #expect(page.next == "/scroll/abc")
    }

    @Test func endsAWalkWithAnEmptyPageWhateverItPromises() throws {
        #expect(try !DocumentPage(["results": [], "count": 0, "total": 3, "next": "/scroll/None"]).hasMore)
        #expect(try !DocumentPage(["results": [["path": "a"]], "count": 1, "total": 1]).hasMore)
        #expect(throws: RegistryClientError.self) { try DocumentPage(["status": "ok"]) }
    }

    @Test func tellsAJobsEnd() throws {
        let success = try JobStatus([
            "status": "SUCCESS", "task_id": "j",
            "result": ["project_id": "P", "version": "1", "indexed_files": 2, "revision": "NUM-3"],
        ])
        #expect(success.isSuccess && success.hasEnded && success.isKnown)
        #expect(success.project == "P" && success.version == "1" && success.revision == "NUM-3")
        #expect(success.indexedCount == 2)
        let failure = try JobStatus([
            "status": "FAILURE", "traceback": "text", "task_id": "j",
            "result": ["errors": [["path": "a.json", "pointer": "/organism", "message": "must be a string\u{1B}[2J"]]],
        ])
        #expect(failure.hasEnded && !failure.isSuccess)
        #expect(failure.errors.map(\.description) == ["a.json: /organism: must be a string\u{FFFD}[2J"])
        #expect(failure.failure == "text")
    }

    @Test func tellsAJobThatNobodyKnowsFromOneThatWaits() throws {
        #expect(try !JobStatus(["status": "PENDING", "result": nil]).isKnown)
        #expect(try JobStatus(["status": "PENDING", "result": nil, "task_id": "j"]).isKnown)
        #expect(try !JobStatus(["status": "RETRY"]).hasEnded)
        #expect(throws: RegistryClientError.self) { try JobStatus(["state": "SUCCESS"]) }
    }

    @Test func namesWhatADownloadHasToBe() throws {
        let item = try DownloadItem([
            "path": "elsewhere", "md5sum": "0EB827652A5C272E1C82002F1C972018",
            "_extra": ["id": "P:a/b:c@d.txt@1", "file_size": 18],
        ])
        #expect(item.id == "P:a/b:c@d.txt@1")
        #expect(item.path == "a/b:c@d.txt")
        #expect(item.size == 18)
        #expect(item.md5 == "0eb827652a5c272e1c82002f1c972018")
        #expect(item.hasBytes)
        #expect(try !DownloadItem(["_extra": ["id": "P:x@1"]]).hasBytes)
        #expect(try DownloadItem(["_extra": ["id": "P:x@1", "link": ["artifactdb": "P:x@0"]]]).hasBytes)
        #expect(try DownloadItem(["md5sum": "none", "_extra": ["id": "P:x@1"]]).md5 == nil)
    }

    @Test(arguments: ["P:../x@1", "P:/etc/passwd@1", "P:a/../../x@1", "P:a\\x@1", "x", ""])
    func neverLeadsADownloadElsewhere(id: String) {
        #expect(throws: RegistryClientError.self) { try DownloadItem(["_extra": ["id": .string(id)]]) }
    }

    @Test func isSummedUpForATable() {
        let summary = DocumentSummary([
            "path": "x", "title": "Liver", "organism": ["Homo sapiens", "Mus musculus"],
            "_extra": ["id": "P:x@1", "type": "report", "file_size": 12],
        ])
        #expect(summary.id == "P:x@1")
        #expect(summary.title == "Liver")
        #expect(summary.organism == "Homo sapiens, Mus musculus")
        #expect(summary.size == 12)
        #expect(DocumentSummary(["path": "x", "_extra": ["type": "report"]]).title == "report")
        #expect(DocumentSummary.text(of: "a.b", in: ["a": ["b": [1, true, ["c": nil]]]]) == #"1, true, {"c":null}"#)
        #expect(DocumentSummary.text(of: "a.x", in: ["a": 1]).isEmpty)
    }
}
