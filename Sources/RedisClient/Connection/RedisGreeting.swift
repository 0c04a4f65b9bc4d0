/// What a new connection says first, and whether the answers will do.
struct RedisGreeting: Sendable {
    let commands: [RedisCommand]
    let mustBeMaster: Bool

    /// - Parameter mustBeMaster: asks for the server's role.
    init(login: RedisLogin?, database: Int = 0, name: String, mustBeMaster: Bool = false) {
        var commands = login.map { [$0.command] } ?? []
        if database != 0 { commands.append(RedisCommand("SELECT", .int(database))) }
        if mustBeMaster { commands.append(RedisCommand("ROLE")) }
        // Whatever it answers, it shows that somebody is there: the system takes connections for a frozen server, too.
        commands.append(RedisCommand("CLIENT", "SETNAME", .text(name)))
        self.commands = commands
        self.mustBeMaster = mustBeMaster
    }

    /// What is wrong with the answers; nil when nothing is.
    func objection(to answers: RedisAnswers) -> RedisError? {
        for (command, answer) in zip(commands, answers) {
            switch answer {
            case .failure(let error):
                // A user may lack the right to a courtesy; whether it may do its work is seen then.
                if error.code == "NOPERM", "\(command.name)" != "SELECT" { continue }
                return error.kind == .busy ? RedisError(.unavailable, code: error.code, error.message) : error
            case .success(let value):
                if mustBeMaster, "\(command.name)" == "ROLE", value.elements?.first?.text != "master" {
                    return RedisError(.unavailable, "the Redis that the sentinels name is not a master")
                }
            }
        }
        return nil
    }
}
