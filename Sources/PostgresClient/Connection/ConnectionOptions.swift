/// The keywords and values that libpq connects with
/// (https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-PARAMKEYWORDS).
struct ConnectionOptions {
    var pairs: [(String, String)] = []

    /// - Parameter body: gets two arrays that end with nil; nothing of them may be kept.
    func withPointers<Value>(
        _ body: ([UnsafePointer<CChar>?], [UnsafePointer<CChar>?]) -> Value
    ) -> Value {
        var bytes: [CChar] = []
        var starts: [(Int, Int)] = []
        for (keyword, value) in pairs {
            let start = bytes.count
            bytes += keyword.utf8CString
            starts.append((start, bytes.count))
            bytes += value.utf8CString
        }
        return bytes.withUnsafeBufferPointer { bytes in
            let base = bytes.baseAddress
            return body(
                starts.map { place in base.map { $0 + place.0 } } + [nil],
                starts.map { place in base.map { $0 + place.1 } } + [nil])
        }
    }
}

extension PostgresConfiguration {
    /// - Parameter places: tried in order.
    func options(_ places: [HostAddresses.Place]) -> ConnectionOptions {
        var options = ConnectionOptions()
        options.pairs = [
            ("host", places.map(\.name).joined(separator: ",")),
            ("hostaddr", places.map { $0.address ?? "" }.joined(separator: ",")),
            ("port", places.map { String($0.port) }.joined(separator: ",")),
            ("user", user), ("dbname", database), ("sslmode", tls.rawValue),
            ("target_session_attrs", target.rawValue), ("application_name", "vitrine"),
            ("client_encoding", "UTF8"), ("gssencmode", "disable"), ("keepalives_idle", "30"),
            ("keepalives_interval", "5"),
            ("keepalives_count", "3"), ("tcp_user_timeout", "20000"),
        ]
        if let password { options.pairs.append(("password", password.text)) }
        if let rootCertificate { options.pairs.append(("sslrootcert", rootCertificate)) }
        // A pooler takes no session settings: there they belong to the role or the database.
        if !isPooled {
            let settings = [
                "statement_timeout": statementTimeout, "lock_timeout": lockTimeout,
                "idle_in_transaction_session_timeout": statementTimeout,
            ]
            let text = settings.sorted { $0.key < $1.key }.map { "-c \($0.key)=\($0.value.milliseconds)" }
            options.pairs.append(("options", (text + ["-c timezone=UTC"]).joined(separator: " ")))
        }
        return options
    }
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
