internal import RegistryCore

/// Provisions, starts, completes and aborts uploads.
package struct UploadService: Sendable {
    let registry: Registry

    package init(registry: Registry) { self.registry = registry }
}
