package import RegistryCore

/// The schemas of all sources at one moment; a job or a request takes one and sees no reload.
package struct SchemaSnapshot: Sendable {
    /// What one source offers; called a client on the wire.
    package struct Client: Sendable {
        package let alias: String
        package let address: SchemaAddress
        package let schemas: SchemaSet
        package let revision: String
        package let loaded: Timestamp
    }
    /// In the order of the setting.
    package let clients: [Client]
    /// All of them together; where two know a schema, that of the later client (the reference's rule).
    package let schemas: SchemaSet

    init(clients: [Client]) {
        self.clients = clients
        schemas = clients.count == 1 ? clients[0].schemas : SchemaSet(merging: clients.map(\.schemas))
    }

    package func client(_ alias: String) -> Client? { clients.first { $0.alias.utf8.elementsEqual(alias.utf8) } }

    func replacing(_ index: Int, by client: Client) -> SchemaSnapshot {
        var clients = clients
        clients[index] = client
        return SchemaSnapshot(clients: clients)
    }
}
