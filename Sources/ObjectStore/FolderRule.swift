/// The rule that a key may not continue another key as if it were a folder; each completes "the key …".
enum FolderRule {
    static let isFolder = "is continued by another key, as if it were a folder"
    static let isBelowObject = "continues another key, as if that were a folder"
}
