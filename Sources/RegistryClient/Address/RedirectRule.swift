/// Where a redirect leads, and whether the token may go along.
package enum RedirectRule: Sendable, Hashable {
    /// The token stays behind when the server is another one.
    case follow(url: String, keepsToken: Bool)
    case refuse(String)

    /// How many redirects one request follows.
    package static let limit = 5

    /// Decides on a redirect from `url`.
    ///
    /// A location that begins with `/` belongs to the server that sent it, prefix included (`spec/rest-api.md` 0.1).
    /// From `https` none leads to `http`.
    package static func decide(from url: String, to location: String?) -> RedirectRule {
        guard let (origin, rest) = WebOrigin.split(url) else { return .refuse("'\(url)' is no URL") }
        guard let location, !location.isEmpty else { return .refuse("the redirect does not say where to") }
        let target: String
        if location.hasPrefix("//") {
            target = (origin.isSecure ? "https:" : "http:") + location
        } else if location.hasPrefix("/") {
            target = origin.description + location
        } else if location.contains("://") {
            target = location
        } else {
            let path = rest.prefix { !"?#".contains($0) }
            let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
            target = origin.description + folder + location
        }
        guard let (next, nextRest) = WebOrigin.split(target) else {
            return .refuse("the redirect leads to '\(PlainText.shown(location))', which is no http or https URL")
        }
        if origin.isSecure, !next.isSecure {
            return .refuse("the redirect leads from https to http, on '\(next.host)'")
        }
        return .follow(url: next.description + nextRest, keepsToken: next == origin)
    }
}
