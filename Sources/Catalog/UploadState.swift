/// Where an upload is in its life (design section 4); a version serves the upload that its `current` names.
package enum UploadState: String, Sendable, Hashable, CaseIterable {
    /// Files are being sent; the upload locks its version.
    case uploading
    /// Complete: the revision is allotted, the index job waits.
    case sealed
    /// A worker has claimed it.
    case indexing
    /// Published: what the version serves.
    case indexed
    /// Was published; a later upload of the version took its place.
    case superseded
    /// Its documents were refused, or its job gave up; the errors are kept.
    case failed
    case aborted, lapsed, expired, deleted

    /// Whether this upload locks its version against another start.
    package var isActive: Bool { self == .uploading || self == .sealed || self == .indexing }
    /// Whether nothing but a purge will happen to it.
    package var hasEnded: Bool {
        switch self {
        case .superseded, .aborted, .lapsed, .expired, .deleted: true
        case .uploading, .sealed, .indexing, .indexed, .failed: false
        }
    }
}

/// What can happen to an upload.
package enum UploadEvent: String, Sendable, Hashable, CaseIterable {
    case complete, abort
    /// The moment until which an upload may be completed, or a failed one be retried, has passed.
    case deadline
    case claim, success
    /// Invalid documents, attempts used up, or the index job cancelled.
    case failure
    /// The index job of a failed upload is run again.
    case retry
    /// Another upload of the version was published.
    case supersede
    /// Another upload of the version was started.
    case restart
    /// The moment after which a transient version is not served any more.
    case endDate
    case delete
}

/// What an event does to an upload in a state.
package enum UploadTransition: Sendable, Hashable {
    case move(UploadState)
    /// Said before: nothing changes and the same answer is given.
    case repeated
    /// Too early: asked again later.
    case snooze
    /// Nothing to do, and nobody to tell.
    case ignored
    /// A caller asked for what cannot be; the sentence says why and what can.
    case refused(String)
}

extension UploadState {
    /// The state machine of an upload, whole: every event in every state.
    package func transition(on event: UploadEvent) -> UploadTransition {
        switch (event, self) {
        case (.complete, .uploading): .move(.sealed)
        case (.complete, .sealed), (.complete, .indexing), (.complete, .indexed), (.complete, .failed),
            (.complete, .superseded), (.complete, .expired):
            .repeated
        case (.complete, .aborted): .refused("this upload was aborted; start another")
        case (.complete, .lapsed): .refused("this upload lapsed: it was not completed in time; start another")
        case (.complete, .deleted): .refused("this upload was deleted; start another")

        case (.abort, .uploading): .move(.aborted)
        case (.abort, .aborted): .repeated
        case (.abort, .sealed), (.abort, .indexing):
            .refused("this upload is complete and being indexed; use DELETE on the version to remove it")
        case (.abort, .indexed), (.abort, .superseded), (.abort, .failed), (.abort, .lapsed), (.abort, .expired),
            (.abort, .deleted):
            .refused("nothing is being uploaded")

        case (.deadline, .uploading), (.deadline, .failed): .move(.lapsed)
        case (.deadline, _): .ignored

        case (.claim, .sealed), (.claim, .indexing): .move(.indexing)
        case (.claim, _): .ignored

        case (.success, .indexing): .move(.indexed)
        case (.success, .indexed): .repeated
        case (.success, _): .ignored

        case (.failure, .sealed), (.failure, .indexing): .move(.failed)
        case (.failure, .failed): .repeated
        case (.failure, _): .ignored

        case (.retry, .failed): .move(.sealed)
        case (.retry, .sealed), (.retry, .indexing): .repeated
        case (.retry, _): .refused("only a failed upload can be indexed again")

        case (.supersede, .indexed): .move(.superseded)
        case (.supersede, _): .ignored

        case (.restart, .failed): .move(.lapsed)
        case (.restart, .uploading), (.restart, .sealed), (.restart, .indexing):
            .refused("another upload of this version is active")
        case (.restart, _): .ignored

        case (.endDate, .indexed): .move(.expired)
        case (.endDate, .uploading), (.endDate, .sealed), (.endDate, .indexing), (.endDate, .failed): .snooze
        case (.endDate, _): .ignored

        case (.delete, .deleted): .repeated
        case (.delete, _): .move(.deleted)
        }
    }
}
