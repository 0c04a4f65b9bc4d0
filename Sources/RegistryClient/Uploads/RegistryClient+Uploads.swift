internal import AsyncHTTPClient
internal import JSONDocument
internal import NIOCore
internal import NIOHTTP1
internal import RegistryCore

extension RegistryClient {
    /// Starts an upload of `files` and returns where each goes.
    ///
    /// Never repeated by itself: a start whose answer was lost holds its version until its deadline.
    ///
    /// - Parameters:
    ///   - files: each with its MD5, else its URL takes whatever comes.
    ///   - expiresIn: when the version is to end, `in 7 days`; nil for never.
    public func startUpload(
        of files: [UploadFile], to destination: UploadDestination, expiresIn: String? = nil
    ) async throws(RegistryClientError) -> UploadPlan {
        var query: [(name: String, value: String)] = []
        if case .newProject(let prefix?) = destination { query.append(("prefix", prefix)) }
        let url = address.url(try destination.segments(), query: query)
        let request = UploadRequest(files: files, expiresIn: expiresIn)
        let answer = try await call(.POST, url, body: request.json, retry: .none)
        return try UploadPlan(try answer.json(), from: answer.url, for: files, at: address)
    }

    /// Sends the bytes of one file, streamed, up to four times.
    ///
    /// - Parameter progress: is told how many bytes more have been sent; fewer than none when a try starts over.
    public func send(
        _ target: UploadPlan.Target, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(RegistryClientError) {
        try await RetryRule.usual.run { () async throws(RegistryClientError) in
            let sent = SentBytes(progress)
            do throws(RegistryClientError) {
                try await self.sendOnce(target, sent)
            } catch {
                sent.takeBack()
                throw error
            }
        }
    }

    private func sendOnce(_ target: UploadPlan.Target, _ sent: SentBytes) async throws(RegistryClientError) {
        let file = try target.file.open()
        var request = HTTPClientRequest(url: target.url)
        request.method = .PUT
        let isJSON = target.file.name.utf8.suffix(5).elementsEqual(".json".utf8)
        request.headers.add(name: "Content-Type", value: isJSON ? "application/json" : "application/octet-stream")
        if let md5 = target.file.md5.flatMap({ FileDigest.base64(hex: $0) }) {
            request.headers.add(name: "Content-MD5", value: md5)
        }
        let size = target.file.size
        request.body =
            size == 0
            ? .bytes(ByteBuffer())
            : .stream(FileChunks(file, size: size) { sent.add($0) }, length: .known(size))
        let response = try await execute(request)
        let body = try await collect(response, limit: 1 << 20, from: target.url)
        guard (200...299).contains(response.status.code) else {
            throw .refused(Self.refusal(response, body: body, of: .PUT, target.url))
        }
    }

    /// Declares that every file was sent; the registry begins to index.
    ///
    /// - Parameters:
    ///   - permissions: they count where none exist yet; empty for the registry's defaults.
    ///   - overwritingPermissions: whether they replace those that exist.
    /// - Returns: the ID of the job to wait for.
    public func complete(
        _ plan: UploadPlan, permissions: UploadPermissions = UploadPermissions(), overwritingPermissions: Bool = false
    ) async throws(RegistryClientError) -> String {
        let url = plan.completionURL(overwritingPermissions: overwritingPermissions && !permissions.isEmpty)
        // Not `? nil :`, which would be JSON's null.
        let body: JSONValue? = permissions.isEmpty ? .none : .some(permissions.json)
        return try await call(.PUT, url, body: body, retry: .patient).jobID()
    }

    /// Gives an upload up that was not completed; may be repeated.
    public func abort(_ plan: UploadPlan) async throws(RegistryClientError) {
        _ = try await call(.PUT, plan.abortURL, retry: .usual)
    }

    /// Which of `permissions` an upload would not get, because the project or version already has others.
    ///
    /// - Parameter version: nil for the project's own.
    /// - Returns: the names of the fields; none when nothing exists or it cannot be read.
    public func permissionsThatDiffer(
        from permissions: UploadPermissions, project: String, version: String?
    ) async throws(RegistryClientError) -> [String] {
        var routes = [["projects", project, "permissions"]]
        if let version { routes.insert(["projects", project, "version", version, "permissions"], at: 0) }
        for route in routes {
            do throws(RegistryClientError) {
                return permissions.differences(
                    from: try await call(.GET, address.url(route), retry: .usual).json())
            } catch {
                guard case .refused(let refusal) = error, [401, 403, 404].contains(refusal.status) else { throw error }
            }
        }
        return []
    }
}
