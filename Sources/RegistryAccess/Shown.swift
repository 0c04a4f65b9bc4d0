internal import RegistryCore

/// A text from outside as an error shows it: at most 80 characters, control characters replaced.
struct Shown: CustomStringConvertible {
    let description: String

    init(_ text: String) { description = NameError("text", text, "").text }
}

extension [String] {
    /// Whether one of these has the same UTF-8 bytes as `text`; String's own equality knows more spellings of one name.
    func contains(bytesOf text: String) -> Bool { contains { $0.utf8.elementsEqual(text.utf8) } }
}
