internal import RegistrySchemas

/// One source of `VITRINE_SCHEMAS`: `[ALIAS=]ADDRESS[#OPTION=VALUE&…]`, several separated by commas.
///
/// An address is the path of a folder, `git+https://…`, `git+ssh://…` or `git+file://…` for a repository, or `https://…`
/// or `http://…` for a bundle (`.tar.gz` or `.tar`). Options: `ref` (branch, tag or commit; a repository's), `folder` (in
/// the repository or bundle), `ttl` (seconds until the source is asked again).
package struct SchemaSetting: Sendable, Hashable {
    package enum Location: Sendable, Hashable {
        case folder(path: String)
        case git(url: String, ref: String)
        case bundle(url: String)
    }
    package let alias: String
    package let location: Location
    /// In the repository or bundle; empty for the whole of it.
    package let folder: String
    package let timeToLive: Duration

    private static let name = "VITRINE_SCHEMAS"
    private static let maxSources = 16
    /// A minute to thirty days.
    private static let lifetimes = 60...2_592_000

    /// - Throws: ``StartError`` naming the setting, what is wrong in it and what it may be.
    package static func list(parsing text: String) throws(StartError) -> [SchemaSetting] {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { trimmed($0) }
        guard parts.count <= maxSources else { throw StartError("\(name) has more than \(maxSources) sources") }
        var settings: [SchemaSetting] = []
        for (index, part) in parts.enumerated() {
            let setting = try SchemaSetting(part, number: index + 1)
            guard !settings.contains(where: { $0.alias == setting.alias }) else {
                throw StartError("\(name): two sources are called '\(setting.alias)'; write ALIAS=ADDRESS")
            }
            settings.append(setting)
        }
        return settings
    }

    private init(_ text: String, number: Int) throws(StartError) {
        guard !text.isEmpty else { throw StartError("\(Self.name): a source is empty; write a folder or a URL") }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) || !text.contains("://") else {
            throw StartError("\(Self.name): a URL has no blanks and no control characters")
        }
        var rest = text[...]
        if let equals = text.firstIndex(of: "="), Self.isAlias(text[..<equals]) {
            alias = String(text[..<equals])
            rest = text[text.index(after: equals)...]
        } else {
            alias = "v\(number)"
        }
        var options = try Self.options(rest.split(separator: "#", maxSplits: 1).dropFirst().first ?? "")
        let address = String(rest.prefix { $0 != "#" })
        let lifetime = options.removeValue(forKey: "ttl")
        timeToLive = try lifetime.map { text throws(StartError) in try Self.lifetime(text) } ?? SchemaAddress.timeToLive
        folder = options.removeValue(forKey: "folder") ?? ""
        location = try Self.location(address, ref: options.removeValue(forKey: "ref"))
        if case .folder = location, !folder.isEmpty {
            throw StartError(
                "\(Self.name): 'folder' is for repositories and bundles; write the path of the folder itself")
        }
        guard folder.isEmpty || Self.isPath(folder) else {
            throw StartError(
                "\(Self.name): 'folder' is a path of A-Z a-z 0-9 . _ - such as 'schemas/raw', not '\(folder)'")
        }
        if let unknown = options.keys.sorted().first {
            throw StartError("\(Self.name): there is no option '\(unknown)'; the options are ref, folder and ttl")
        }
    }

    // MARK: Parts

    private static func location(_ address: String, ref: String?) throws(StartError) -> Location {
        let end = address.firstRange(of: "://") ?? (address.hasPrefix("git+") ? address.firstRange(of: ":") : nil)
        let scheme = end.map { address[..<$0.lowerBound].lowercased() }
        switch scheme {
        case "git+https", "git+ssh", "git+file":
            let url = String(address.dropFirst("git+".count))
            try checkHost(of: url, hasPath: true)
            let ref = ref ?? "HEAD"
            guard isPath(ref) else {
                throw StartError("\(name): 'ref' is a branch, a tag or a whole commit, not '\(ref)'")
            }
            return .git(url: url, ref: ref)
        case "https", "http":
            try checkHost(of: address, hasPath: false)
            guard ref == nil else { throw StartError("\(name): 'ref' is for repositories: write git+\(address)") }
            return .bundle(url: address)
        case nil:
            guard ref == nil else { throw StartError("\(name): 'ref' is for repositories: git+https://…") }
            let path = address.hasPrefix("file:") ? String(address.dropFirst("file:".count)) : address
            guard !path.isEmpty else { throw StartError("\(name): a source is empty; write a folder or a URL") }
            guard !path.contains("@") || !path.contains(":") else {
                throw StartError("\(name): write git+ssh://USER@HOST/PATH for a repository over ssh")
            }
            return .folder(path: path)
        default:
            throw StartError(
                "\(name): '\(scheme ?? "")' is none of git+https, git+ssh, git+file, https, http; or write a path"
            )
        }
    }

    /// A password would show in the list of processes; a host that begins with a dash would be an option of ssh.
    private static func checkHost(of url: String, hasPath: Bool) throws(StartError) {
        let scheme = url.prefix { $0 != ":" }.lowercased()
        let authority = url.dropFirst(scheme.count + 3).prefix { $0 != "/" && $0 != "?" }
        let user = authority.split(separator: "@", omittingEmptySubsequences: false).dropLast().joined(separator: "@")
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        guard !user.contains(":"), scheme == "ssh" || user.isEmpty else {
            throw StartError(
                "\(name): no user and no password in the URL of '\(host)'; a credential helper or ssh key has them"
            )
        }
        guard scheme == "file" ? host.isEmpty : !host.isEmpty, !host.hasPrefix("-"), !user.hasPrefix("-") else {
            throw StartError("\(name): the URL '\(scheme)://…' has no host that could be asked")
        }
        guard !hasPath || url.dropFirst(scheme.count + 3 + authority.count).count > 1 else {
            throw StartError("\(name): the URL of '\(host)' names no repository")
        }
    }

    private static func options(_ text: Substring) throws(StartError) -> [String: String] {
        var options: [String: String] = [:]
        for option in text.split(separator: "&") {
            let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, options.updateValue(parts[1], forKey: parts[0]) == nil else {
                throw StartError("\(name): an option is written NAME=VALUE, once; not '\(option)'")
            }
        }
        return options
    }
    private static func lifetime(_ text: String) throws(StartError) -> Duration {
        guard let seconds = Int(text), lifetimes.contains(seconds) else {
            throw StartError(
                "\(name): 'ttl' is \(lifetimes.lowerBound) to \(lifetimes.upperBound) seconds, not '\(text)'")
        }
        return .seconds(seconds)
    }
    private static func isAlias(_ text: Substring) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "-")
            && text.utf8.allSatisfy { isNameByte($0) && $0 != UInt8(ascii: ".") }
    }
    /// Parts that begin with no dot and no dash, separated by slashes.
    private static func isPath(_ text: String) -> Bool {
        (1...200).contains(text.utf8.count)
            && text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
                part.utf8.allSatisfy(isNameByte) && !part.isEmpty && !part.hasPrefix(".") && !part.hasPrefix("-")
                    && !part.contains("..") && !part.hasSuffix(".lock")
            }
    }
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
