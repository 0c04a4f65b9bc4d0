extension FileTree {
    enum Relocation { case done, absent, changed, refused(Publication) }

    /// Gives the file at `key` a second name, or another one.
    ///
    /// The order of steps makes it safe to stop after any of them and to begin again: a temporary link holds on to the
    /// very file whose tag is compared, whatever is put at `key` meanwhile; a rename of that link puts it in place at
    /// once; only when that is on the disk is the source removed, and only if it is still the same file. Until then
    /// both names show the whole value, and a repetition finds the target in place. A link left in the temporary
    /// folder goes at the next start. The file itself, and so its tag, is never touched.
    func relocate(
        _ key: ObjectKey, matching tag: ObjectTag, to target: ObjectKey, keepingSource: Bool
    ) throws(SystemCallError) -> Relocation {
        guard let pinned = try pin(key) else { return try status(target)?.tag == tag ? .done : .absent }
        // A rename between two links of one file does nothing, so there may be one left.
        defer { temporary.discard(pinned.name) }
        guard pinned.status.tag == tag else { return try status(target)?.tag == tag ? .done : .changed }
        let publication = try publish(pinned.name, at: target, replacing: true)
        guard case .done = publication else { return .refused(publication) }
        if !keepingSource, key != target { try remove(key, having: tag) }
        return .done
    }
}
