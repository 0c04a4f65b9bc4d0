/// A short report with one table, as HTML or as Markdown.
struct ReportPage {
    let title: String
    let paragraphs: [String]
    let rows: [Row]

    struct Row {
        let name: String
        let reads: String
        /// Share of bases with a quality of 30 or more.
        let q30: String
    }

    /// Returns an HTML page in UTF-8 that needs no other file.
    func html() -> [UInt8] {
        let rows = rows.map {
            "<tr><td>\(Self.escaped($0.name))</td><td>\(Self.escaped($0.reads))</td><td>\(Self.escaped($0.q30))</td></tr>"
        }
        let page = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>\(Self.escaped(title))</title></head>
            <body>
            <h1>\(Self.escaped(title))</h1>
            \(paragraphs.map { "<p>\(Self.escaped($0))</p>" }.joined(separator: "\n"))
            <table>
            <thead><tr><th>Sample</th><th>Reads</th><th>Q30</th></tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody>
            </table>
            </body>
            </html>

            """
        return Array(page.utf8)
    }

    /// Returns Markdown with a table in the pipe syntax.
    func markdown() -> [UInt8] {
        let rows = rows.map { "| \($0.name) | \($0.reads) | \($0.q30) |" }
        let page = """
            # \(title)

            \(paragraphs.joined(separator: "\n\n"))

            | Sample | Reads | Q30 |
            | --- | --- | --- |
            \(rows.joined(separator: "\n"))

            """
        return Array(page.utf8)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
