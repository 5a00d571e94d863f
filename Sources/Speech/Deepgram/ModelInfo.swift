/// A model by name, version and architecture.
package struct ModelInfo: Sendable, Hashable {
  package var name: String?
  package var version: String?
  package var arch: String?

  package init(name: String?, version: String?, arch: String?) {
    self.name = name
    self.version = version
    self.arch = arch
  }
}

extension ModelInfo: MessagePart {
  init(_ fields: MessageFields) throws(ServiceMessageFault) {
    name = try fields.find("name", .string)
    version = try fields.find("version", .string)
    arch = try fields.find("arch", .string)
  }

  var members: [String: JSONValue?] {
    ["name": name.map { .string($0) }, "version": version.map { .string($0) }, "arch": arch.map { .string($0) }]
  }
}
