import Foundation
import RegistryServer
import Synchronization

/// What a role's command tells a person on standard output: where it is, what it is doing, what to try.
final class Banner: Sendable {
    private let command: String
    private let data: String
    private let isSeeding: Bool
    private let address = Mutex("")

    /// - Parameter command: `up`, `serve`, `work` or `schedule`.
    init(command: String, data: String, isSeeding: Bool) {
        self.command = command
        self.data = data
        self.isSeeding = isSeeding
    }

    @Sendable func show(_ notice: RegistryProcess.Notice) {
        switch notice {
        case .authenticationIsOff:
            write(
                "WARNING: authentication is off (VITRINE_AUTH_ENABLED=false): everybody is anonymous, nobody can upload.\n"
            )
        case .working: write("vitrine \(command) runs (data in \(data)); stop with ^C.\n")
        case .listening(let host, let port):
            let shown = host.contains(":") ? "[\(host)]" : host == "0.0.0.0" ? "127.0.0.1" : host
            let url = "http://\(shown):\(port)"
            address.withLock { $0 = url }
            write("Vitrine listens at \(url) (data in \(data))\n")
            if !isSeeding { write(help(url)) }
        case .seeding(let progress):
            guard isatty(STDOUT_FILENO) == 1 else { return }
            let width = 30
            let filled = progress.total == 0 ? width : width * progress.done / progress.total
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
            write("\rAdding sample data [\(bar)] \(progress.done)/\(progress.total) versions ")
        case .seeded(let artifacts):
            if isatty(STDOUT_FILENO) == 1 { write("\n") }
            write(artifacts == 0 ? "The sample data is there already.\n" : "Added \(artifacts) sample artifacts.\n")
            write(help(address.withLock(\.self)))
        }
    }

    private func help(_ url: String) -> String {
        var text = ""
        if isSeeding {
            text += """

                Try:
                curl '\(url)/search?q=organism:%22Mus%20musculus%22&fields=path,title,_extra.id'
                curl '\(url)/files/demo-rnaseq-mouse-brain:counts%2Fgene_counts.tsv@2/metadata'
                curl -sL '\(url)/files/demo-rnaseq-mouse-brain:counts%2Fgene_counts.tsv@2'

                """
        }
        let location = data == "./data" ? "" : "--data \(data) "
        return text + """

            A token for uploads:  \(CommandLine.arguments.first ?? "vitrine") token \(location)--user me --role creator
            Stop with ^C.

            """
    }

    private func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}
