import RedisClient
import Testing

@Suite("RedisAddress") struct RedisAddressTests {
    @Test("reads every part")
    func readsAll() throws {
        let single = try RedisAddress(url: "redis://us%40er:p%3Aa%2Fs@cache.example:7000/3")
        #expect(single.hosts == [.init(name: "cache.example", port: 7000)])
        #expect(single.login == RedisLogin(user: "us@er", password: "p:a/s"))
        #expect(single.database == 3)
        #expect(!single.isSecure)

        let secure = try RedisAddress(url: "rediss://:secret@[::1]?ca=%2Fetc%2Fca.pem")
        #expect(secure.hosts == [.init(name: "::1", port: 6379)])
        #expect(secure.login == RedisLogin(password: "secret"))
        #expect(secure.rootCertificate == "/etc/ca.pem")
        #expect(secure.isSecure)

        let sentinel = try RedisAddress(url: "redis+sentinel://:p@a,b:5000/main/2?sentinel_password=q")
        #expect(sentinel.arrangement == .sentinel(master: "main"))
        #expect(sentinel.hosts == [.init(name: "a", port: 26379), .init(name: "b", port: 5000)])
        #expect(sentinel.database == 2)
        #expect(sentinel.sentinelLogin == RedisLogin(password: "q"))

        let cluster = try RedisAddress(url: "rediss+cluster://a:1,b:2")
        #expect(cluster.arrangement == .cluster)
        #expect(cluster.hosts.count == 2)
        #expect(cluster.login == nil)
        #expect(cluster.isSecure)
    }

    @Test(
        "says which part is wrong",
        arguments: [
            ("http://a", "begins with redis://"), ("redis:a", "begins with redis://"), ("redis://", "host"),
            ("redis://a:0", "port"), ("redis://a:99999", "port"), ("redis://a:x", "port"), ("redis://a/x", "database"),
            ("redis://a/1/2", "database"), ("redis://a,b", "one host"), ("redis://user@a", "without a password"),
            ("redis://:%zz@a", "password"), ("redis://%ff:p@a", "user"), ("redis://a?ca=/x", "rediss"),
            ("rediss://a?ca=", "file"), ("redis://a?patience=1", "'patience'"), ("redis+sentinel://a", "master's name"),
            ("redis+sentinel://a/", "master's name"), ("redis+cluster://a/1", "no path"),
            ("redis://a?sentinel_password=x", "redis+sentinel"), ("redis+sentinel://a/m?sentinel_user=x", "together"),
        ])
    func refuses(_ url: String, _ part: String) {
        do throws(RedisURLError) {
            _ = try RedisAddress(url: url)
            Issue.record("'\(url)' was taken")
        } catch {
            #expect(error.description.contains(part))
        }
    }

    @Test("never shows a password, in whatever way it is printed or mistyped")
    func hidesPasswords() throws {
        let address = try RedisAddress(url: "redis+sentinel://me:hunter2@a/m?sentinel_password=hunter2")
        var dumped = ""
        dump(address, to: &dumped)
        for text in ["\(address)", String(reflecting: address), dumped] { #expect(!text.contains("hunter2")) }
        #expect("\(address)" == "redis+sentinel://me@a:26379/m")
        for url in ["redis://me:hunter2", "redis://me:hun@ter2@a:x", "redis://me:?hunter2@a", "redis://:hunter%2@a"] {
            do throws(RedisURLError) { _ = try RedisAddress(url: url) } catch {
                #expect(!error.description.contains("hun"))
                #expect(!error.description.contains("ter2"))
            }
        }
    }
}
