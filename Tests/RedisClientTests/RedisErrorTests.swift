import RedisClient
import Testing

@Suite("RedisError") struct RedisErrorTests {
    @Test(
        "says by kind what can be done",
        arguments: [
            ("NOAUTH Authentication required.", RedisError.Kind.refused),
            ("WRONGPASS invalid username-password pair or user is disabled.", .refused),
            ("NOPERM this user has no permissions to access one of the keys used as arguments", .refused),
            ("OOM command not allowed when used memory > 'maxmemory'.", .outOfMemory),
            ("READONLY You can't write against a read only replica.", .readOnly),
            ("MISCONF Redis is configured to save RDB snapshots", .misconfigured),
            ("LOADING Redis is loading the dataset in memory", .busy), ("BUSY Redis is busy running a script.", .busy),
            ("CLUSTERDOWN Hash slot not served", .busy), ("MOVED 3999 127.0.0.1:6381", .busy),
            ("MOVED nonsense", .protocolViolation),
            ("CROSSSLOT Keys in request don't hash to the same slot", .crossSlot),
            ("NOSCRIPT No matching script. Please use EVAL.", .script),
            ("ERR user_script:3: boom script: abc, on @user_script:3.", .script),
            ("WRONGTYPE Operation against a key holding the wrong kind of value", .command),
            ("ERR max number of clients reached", .unavailable), ("ERR unknown command 'x'", .command), ("", .command),
        ])
    func kinds(_ text: String, _ kind: RedisError.Kind) { #expect(RedisError(server: text).kind == kind) }

    @Test("shows the code and the script's line, never what the server quotes")
    func quotesNothing() {
        let unknown = RedisError(server: "ERR unknown command 'hunter2', with args beginning with: 'hunter2' ")
        let script = RedisError(server: "ERR user_script:12: hunter2 script: abc, on @user_script:12.")
        let foreign = RedisError(server: "hunter2 is not a code")
        for error in [unknown, script, foreign] {
            var dumped = ""
            dump(error, to: &dumped)
            #expect(!"\(error)\(dumped)".contains("hunter2"))
        }
        #expect(script.message.contains("line 12"))
        #expect(script.code == "ERR")
    }
}
