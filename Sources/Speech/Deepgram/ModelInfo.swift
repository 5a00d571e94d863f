/// A model by name, version and architecture.
package struct ModelInfo: Sendable, Hashable, Codable {
  package var name: String?
  package var version: String?
  package var arch: String?

  package init(name: String?, version: String?, arch: String?) {
    self.name = name
    self.version = version
    self.arch = arch
  }
}
