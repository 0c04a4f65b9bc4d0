import RegistryServer
import Testing

@Suite("VITRINE_SCHEMAS")
struct SchemaSettingTests {
    private static func one(_ text: String) throws -> SchemaSetting {
        let all = try SchemaSetting.list(parsing: text)
        return try #require(all.count == 1 ? all.first : nil)
    }

    @Test func namesAFolder() throws {
        for text in ["schemas", "file:schemas", "v1=schemas"] {
            let setting = try Self.one(text)
            #expect(setting.location == .folder(path: "schemas"))
            #expect(setting.alias == "v1")
            #expect(setting.timeToLive == .seconds(43_200))
        }
        #expect(try Self.one("/srv/my schemas").location == .folder(path: "/srv/my schemas"))
    }

    @Test func namesARepository() throws {
        let setting = try Self.one(
            "core=git+https://git.example.org/lab/schemas.git#ref=release/2&folder=raw/v2&ttl=600")
        #expect(setting.alias == "core")
        #expect(setting.location == .git(url: "https://git.example.org/lab/schemas.git", ref: "release/2"))
        #expect(setting.folder == "raw/v2")
        #expect(setting.timeToLive == .seconds(600))
        let ssh = try Self.one("git+ssh://git@git.example.org:2222/lab/schemas")
        #expect(ssh.location == .git(url: "ssh://git@git.example.org:2222/lab/schemas", ref: "HEAD"))
        #expect(try Self.one("git+file:///srv/git/s").location == .git(url: "file:///srv/git/s", ref: "HEAD"))
    }

    @Test func namesABundle() throws {
        let setting = try Self.one("https://files.example.org/schemas.tar.gz?release=2#folder=raw")
        #expect(setting.location == .bundle(url: "https://files.example.org/schemas.tar.gz?release=2"))
        #expect(setting.folder == "raw")
    }

    @Test func namesSeveral() throws {
        let settings = try SchemaSetting.list(
            parsing: "schemas, lab=git+https://git.example.org/s ,https://x.example/b.tar")
        #expect(settings.map(\.alias) == ["v1", "lab", "v3"])
    }

    @Test(arguments: [
        ("", "empty"), ("a,,b", "empty"), ("x=a,x=b", "two sources are called 'x'"), ("v2=a,b", "'v2'"),
        ("ftp://h/x", "none of git+https"), ("git+http://h/x", "none of git+https"),
        ("git+ext::sh -c x", "none of git+https"),
        ("ext::sh://-c", "none of"), ("git+https://h/x#ref=--upload-pack=x", "'ref'"),
        ("git+https://h/x#ref=a..b", "'ref'"),
        ("git+https://h/x#ref=", "'ref'"), ("git+https://h/x#folder=../x", "'folder'"),
        ("git+https://h/x#folder=/x", "'folder'"),
        ("git+https://h/x#ttl=0", "'ttl' is 60"), ("git+https://h/x#ttl=soon", "'ttl'"),
        ("git+https://h/x#branch=a", "no option 'branch'"),
        ("git+https://h/x#ref", "NAME=VALUE"), ("git+https://h/x#ref=a&ref=b", "once"),
        ("git+https://me:secret@h/x", "password"),
        ("https://me@h/x.tar", "password"), ("git+ssh://-oProxyCommand=x/y", "no host"), ("git+https:///x", "no host"),
        ("git+https://h", "no repository"), ("git+https://h/", "no repository"), ("git@h:x/y", "git+ssh://"),
        ("schemas#ref=a", "for repositories"), ("https://h/x.tar#ref=a", "for repositories"),
        ("schemas#folder=a", "folder itself"),
        ("git+https://h/x y", "blanks"), ("git+https://h/x\n", "blanks"),
    ])
    func refuses(text: String, reason: String) {
        let error = #expect(throws: StartError.self) { try SchemaSetting.list(parsing: text) }
        #expect(error?.description.hasPrefix("VITRINE_SCHEMAS") == true)
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("secret") == false)
    }
}
