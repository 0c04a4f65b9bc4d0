package import Configuration
internal import Foundation
internal import JobQueue
internal import PostgresClient
internal import RedisClient
internal import RegistryCore
internal import RegistryService
internal import SearchIndex

extension ServerSettings {
    /// Reads the settings below `vitrine`: `VITRINE_HTTP_PORT` in the environment, `http.port` in a file.
    ///
    /// Of those that may hold a password, `database`, `database.replica` and `queue`, each can be the path of a file that
    /// holds it: `VITRINE_DATABASE_FILE`.
    ///
    /// - `database`: URL (may hold a password), `sqlite:` (in the data directory) or `postgres://…`
    /// - `database.replica`: URL of a PostgreSQL server that follows the database, for searches; none
    /// - `start.patience`: seconds that a start waits for a database server; 30
    /// - `queue`: URL (may hold a password), `database:` or `redis://…`. `queue.name`: what the instance's keys there are
    ///   called; `vitrine`
    /// - `storage`: URL, `file:` (in the data directory)
    /// - `http.host`: address, `127.0.0.1`; `http.port`: TCP port, 8080
    /// - `public.url`: URL that clients use; else the request's own host
    /// - `http.prefix`: path before every route, as a proxy passes it on; none
    /// - `http.trust_forwarded`: whether a proxy's `X-Forwarded-*` are believed; false
    /// - `auth.enabled`: false makes everybody anonymous; true
    /// - `auth.client`: this instance's client id; `vitrine`. `auth.clients`: further known ones, separated by commas
    /// - `auth.keys`: path of a JWK set (secret); the data directory's own
    /// - `schemas`: sources, separated by commas (``SchemaSetting``); `./schemas`, else the installed ones
    /// - `schemas.unknown`: `warn` or `reject`; `warn`. `schemas.missing`: `accept` or `reject`; `accept`
    /// - `sequences`: prefixes of issued project ids, separated by commas; `PRJ,test-PRJ`
    /// - `default.read_access`: what a first completion grants when it does not say; `public`
    /// - `worker.concurrency`: jobs at a time; 4. `worker.queues`: those that it serves, the first before the next; all
    /// - `worker.grace`: seconds that a stopping worker lets its jobs go on; 15. `worker.memory`: MiB of resident memory
    ///   above which it ends and is started anew; none
    /// - `queue.lease`: seconds until a lost worker's job is taken back; 30. `queue.project_limit`: jobs of one project at a
    ///   time; 16
    /// - `search.cache`: MiB of the search index that are kept in memory; 256
    /// - `slow.query`: milliseconds after which a search is put into the log; 500
    /// - `name`, `environment`: for `GET /`; `vitrine`, `dev`
    /// - `log.level`: trace to critical; `info`
    ///
    /// - Throws: ``StartError`` naming the setting.
    package init(config: ConfigReader) throws {
        var service = ServiceSettings()
        service.name = config.string(forKey: "name", default: service.name)
        service.environment = config.string(forKey: "environment", default: service.environment)
        service.mainClient = config.string(forKey: "auth.client", default: service.mainClient)
        service.sequences = Self.list(config.string(forKey: "sequences")) ?? service.sequences
        service.rejectsUnknownSchemas = try Self.choice(
            config.string(forKey: "schemas.unknown", default: "warn"), of: ["warn": false, "reject": true],
            setting: "VITRINE_SCHEMAS_UNKNOWN")
        service.rejectsWithoutSchema = try Self.choice(
            config.string(forKey: "schemas.missing", default: "accept"), of: ["accept": false, "reject": true],
            setting: "VITRINE_SCHEMAS_MISSING")
        service.defaultReadAccess = try Self.choice(
            config.string(forKey: "default.read_access", default: service.defaultReadAccess.rawValue),
            of: Dictionary(uniqueKeysWithValues: Access.allCases.map { ($0.rawValue, $0) }),
            setting: "VITRINE_DEFAULT_READ_ACCESS")
        let slow = try Self.number(config.string(forKey: "slow.query"), 500, setting: "VITRINE_SLOW_QUERY")
        guard (0...3_600_000).contains(slow) else {
            throw StartError("VITRINE_SLOW_QUERY is 0 to 3600000 milliseconds, not \(slow)")
        }
        service.slowQuery = .milliseconds(slow)
        for prefix in service.sequences where (try? ProjectID(parsing: prefix + "1")) == nil {
            throw StartError("VITRINE_SEQUENCES: '\(prefix)' cannot begin a project id")
        }
        self.init(
            database: try Self.database(
                try Self.secret("database", in: config) ?? "sqlite:",
                replica: try Self.secret("database.replica", in: config)),
            queue: try Self.queue(try Self.secret("queue", in: config) ?? "database:"),
            queueName: config.string(forKey: "queue.name", default: "vitrine"),
            startPatience: .seconds(
                try Self.number(config.string(forKey: "start.patience"), 30, setting: "VITRINE_START_PATIENCE")),
            storage: try Self.storage(config.string(forKey: "storage", default: "file:")),
            host: config.string(forKey: "http.host", default: "127.0.0.1"),
            port: try Self.number(config.string(forKey: "http.port"), 8_080, setting: "VITRINE_HTTP_PORT"),
            publicURL: config.string(forKey: "public.url"),
            prefix: config.string(forKey: "http.prefix", default: ""),
            trustsForwardedHeaders: try Self.flag(
                config.string(forKey: "http.trust_forwarded"), false, setting: "VITRINE_HTTP_TRUST_FORWARDED"),
            authEnabled: try Self.flag(config.string(forKey: "auth.enabled"), true, setting: "VITRINE_AUTH_ENABLED"),
            knownClients: Self.list(config.string(forKey: "auth.clients")) ?? [],
            tokenKeysFile: config.string(forKey: "auth.keys"),
            schemas: try config.string(forKey: "schemas").map { try SchemaSetting.list(parsing: $0) } ?? [],
            workers: try Self.number(
                config.string(forKey: "worker.concurrency"), 4, setting: "VITRINE_WORKER_CONCURRENCY"),
            queues: try Self.queues(Self.list(config.string(forKey: "worker.queues"))),
            grace: .seconds(
                try Self.number(config.string(forKey: "worker.grace"), 15, setting: "VITRINE_WORKER_GRACE")),
            memoryLimit: try config.string(forKey: "worker.memory").map {
                try Self.number($0, 0, setting: "VITRINE_WORKER_MEMORY")
            },
            lease: .seconds(
                try Self.number(config.string(forKey: "queue.lease"), 30, setting: "VITRINE_QUEUE_LEASE")),
            projectLimit: try Self.number(
                config.string(forKey: "queue.project_limit"), 16, setting: "VITRINE_QUEUE_PROJECT_LIMIT"),
            searchCache: try Self.number(
                config.string(forKey: "search.cache"), ChunkedSearch.cacheBytes >> 20, setting: "VITRINE_SEARCH_CACHE"),
            logLevel: config.string(forKey: "log.level", default: "info"), service: service)
        guard (0...65_535).contains(port) else { throw StartError("the port is 0 to 65535, not \(port)") }
        guard (1...256).contains(workers) else {
            throw StartError("VITRINE_WORKER_CONCURRENCY is 1 to 256, not \(workers)")
        }
        guard (.seconds(1)...(.seconds(3_600))).contains(grace) else {
            throw StartError("VITRINE_WORKER_GRACE is 1 to 3600 seconds, not \(grace.components.seconds)")
        }
        if let memoryLimit, !(64...1_048_576).contains(memoryLimit) {
            throw StartError("VITRINE_WORKER_MEMORY is 64 to 1048576 MiB, not \(memoryLimit)")
        }
        guard (1...10_000).contains(projectLimit) else {
            throw StartError("VITRINE_QUEUE_PROJECT_LIMIT is 1 to 10000, not \(projectLimit)")
        }
        guard (0...1_048_576).contains(searchCache) else {
            throw StartError("VITRINE_SEARCH_CACHE is 0 to 1048576 MiB, not \(searchCache)")
        }
        guard (.seconds(2)...(.seconds(3_600))).contains(lease) else {
            throw StartError("VITRINE_QUEUE_LEASE is 2 to 3600 seconds, not \(lease.components.seconds)")
        }
        guard (.zero...(.seconds(3_600))).contains(startPatience) else {
            throw StartError("VITRINE_START_PATIENCE is 0 to 3600 seconds, not \(startPatience.components.seconds)")
        }
        guard prefix.isEmpty || (prefix.hasPrefix("/") && !prefix.hasSuffix("/")) else {
            throw StartError("VITRINE_HTTP_PREFIX begins with '/' and does not end with it, such as '/v1'")
        }
    }

    // Texts, so that a value that cannot be read is an error and not the default.
    private static func number(_ text: String?, _ fallback: Int, setting: String) throws -> Int {
        guard let text else { return fallback }
        guard let number = Int(text) else { throw StartError("\(setting) is a whole number, not '\(text)'") }
        return number
    }
    private static func flag(_ text: String?, _ fallback: Bool, setting: String) throws -> Bool {
        switch text?.lowercased() {
        case nil: return fallback
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        default: throw StartError("\(setting) is true or false, not '\(text ?? "")'")
        }
    }
    private static func list(_ text: String?) -> [String]? {
        text.map { $0.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }.map(String.init) }
    }
    private static func choice<Value>(_ text: String, of values: [String: Value], setting: String) throws -> Value {
        guard let value = values[text] else {
            throw StartError("\(setting) is one of \(values.keys.sorted().joined(separator: ", ")), not '\(text)'")
        }
        return value
    }
    /// A setting that may hold a password: itself, or the first line of the file that it names with `_FILE`.
    private static func secret(_ key: String, in config: ConfigReader) throws -> String? {
        let value = config.string(forKey: ConfigKey(key), isSecret: true)
        let setting = "VITRINE_" + String(key.map { $0 == "." ? "_" : $0 }).uppercased()
        guard let path = config.string(forKey: ConfigKey(key + ".file")) else { return value }
        guard value == nil else { throw StartError("set one of \(setting) and \(setting)_FILE, not both") }
        guard let bytes = FileManager.default.contents(atPath: path),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw StartError("\(setting)_FILE: '\(path)' cannot be read") }
        return text.split(whereSeparator: \.isNewline).first.map { String($0) } ?? ""
    }
    private static func queue(_ url: String) throws -> Queue {
        if url == "database:" { return .database }
        guard url.hasPrefix("redis") else {
            throw StartError("VITRINE_QUEUE is 'database:' or 'redis://USER:PASSWORD@HOST', not '\(scheme(of: url))'")
        }
        do throws(RedisURLError) {
            return .redis(RedisConfiguration(try RedisAddress(url: url)))
        } catch {
            throw StartError("VITRINE_QUEUE: \(error)")
        }
    }
    private static func queues(_ names: [String]?) throws -> [JobQueueName] {
        guard let names else { return JobQueueName.all }
        return try names.map { name in
            guard let queue = JobQueueName(parsing: name), JobQueueName.all.contains(queue) else {
                let known = JobQueueName.all.map(\.description).joined(separator: ", ")
                throw StartError("VITRINE_WORKER_QUEUES names of \(known), separated by commas, not '\(name)'")
            }
            return queue
        }
    }
    private static func database(_ url: String, replica: String?) throws -> Database {
        if url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") {
            return .postgres(
                try server(url, setting: "VITRINE_DATABASE", writes: true),
                replica: try replica.map { try server($0, setting: "VITRINE_DATABASE_REPLICA", writes: false) })
        }
        if replica != nil { throw StartError("VITRINE_DATABASE_REPLICA needs a VITRINE_DATABASE of PostgreSQL") }
        if url == "memory:" { return .memory }
        guard url.hasPrefix("sqlite:") else {
            throw StartError(
                "VITRINE_DATABASE is 'sqlite:PATH' or 'postgres://USER@HOST/DATABASE', not '\(scheme(of: url))'")
        }
        return .sqlite(path: path(after: "sqlite:", in: url))
    }
    private static func server(_ url: String, setting: String, writes: Bool) throws -> PostgresConfiguration {
        do throws(PostgresURLError) {
            var configuration = try PostgresConfiguration(url: url)
            if !writes, configuration.target == .readWrite { configuration.target = .any }
            return configuration
        } catch {
            throw StartError("\(setting): \(error)")
        }
    }
    private static func storage(_ url: String) throws -> Storage {
        if url == "memory:" { return .memory }
        guard url.hasPrefix("file:") else {
            throw StartError(
                "VITRINE_STORAGE: only 'file:FOLDER' is supported by this release, not '\(scheme(of: url))'")
        }
        return .file(path: path(after: "file:", in: url))
    }
    private static func path(after scheme: String, in url: String) -> String? {
        var rest = url.dropFirst(scheme.count)
        if rest.hasPrefix("//") { rest = rest.dropFirst(2) }
        return rest.isEmpty ? nil : String(rest)
    }
    /// A URL may hold a password: only its beginning is shown.
    private static func scheme(of url: String) -> String { String(url.prefix { $0 != ":" }) + ":" }
}
