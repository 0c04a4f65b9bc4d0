internal import HTTPTypes
internal import Hummingbird
internal import JSONDocument
internal import RegistryService

extension Response {
    /// A page of rejects; the path to the next one, with the same parameters, is in the body and in the header.
    ///
    /// - Parameter parameters: those that were sent; one without a value is left out.
    init(listing: RejectListing, of path: String, _ parameters: [(String, String?)]) {
        var body = listing.body
        var headers: HTTPFields = [:]
        if let next = listing.next {
            let query = (parameters + [("after", next)]).compactMap { name, value in
                value.map { "\(name)=\(PercentText.encode($0))" }
            }
            let target = "\(path)?\(query.joined(separator: "&"))"
            body["next"] = .string(target)
            headers[.links] = "<\(target)>; rel=\"more\"; title=\"rel=more\""
        }
        self.init(json: .object(body), headers: headers)
    }
}
