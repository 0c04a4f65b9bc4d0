internal import Catalog
internal import RegistryAccess
internal import RegistryCore
internal import RegistryService

/// The paths by which an upload goes on, each with a credential for exactly it (`spec/rest-api.md` 1.3, 1.4, 3.5).
struct UploadLinks: Sendable {
    private let credentials: CredentialSigner
    private let startLifetime: Duration
    private let ambient: Ambient

    init(credentials: CredentialSigner, _ settings: ServiceSettings, ambient: Ambient) {
        self.credentials = credentials
        startLifetime = settings.provisionLifetime
        self.ambient = ambient
    }

    /// Where a provisioned version is started; good for as long as the version waits.
    func start(_ version: VersionKey, for caller: Identity) -> String {
        link("POST", version, "upload", [], for: caller, until: ambient.now() + startLifetime)
    }

    /// Good until the upload's deadline.
    func complete(_ started: StartedUpload, for caller: Identity) -> String {
        let upload = started.upload
        var parameters = [("revision", started.forecast.description)]
        if let job = upload.deadlineJob { parameters.append(("purge_job_id", job.description)) }
        if let job = upload.expiryJob { parameters.append(("expires_job_id", job.description)) }
        if let end = upload.endDate { parameters.append(("expires_in", end.description)) }
        return link("PUT", upload, "complete", parameters, for: caller)
    }

    /// Good until the upload's deadline.
    func abort(_ started: StartedUpload, for caller: Identity) -> String {
        let upload = started.upload
        var parameters: [(String, String)] = []
        if let job = upload.deadlineJob { parameters.append(("purge_job_id", job.description)) }
        if let job = upload.expiryJob { parameters.append(("expires_job_id", job.description)) }
        return link("PUT", upload, "abort", parameters, for: caller)
    }

    private func link(
        _ method: String, _ upload: UploadRecord, _ action: String, _ parameters: [(String, String)],
        for caller: Identity
    ) -> String {
        link(
            method, upload.key.version, action, parameters + [("upload", upload.key.id.description)], for: caller,
            until: upload.completeBefore)
    }
    private func link(
        _ method: String, _ version: VersionKey, _ action: String, _ parameters: [(String, String)],
        for caller: Identity, until: Timestamp
    ) -> String {
        let path = "/projects/\(version.project)/version/\(version.version)/\(action)"
        let credential = credentials.issue(
            method: method, path: path, parameters: parameters.map { (name: $0, value: $1) }, subject: caller,
            expires: until)
        let query = (parameters + [(CredentialSigner.parameter, credential)])
            .map { "\($0)=\(PercentText.encode($1))" }.joined(separator: "&")
        return "\(path)?\(query)"
    }
}
