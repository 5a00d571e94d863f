internal import Speech
internal import Yams

/// Reads a profile's `tls`.
enum TLSReader {
  private static let pem = "the path of a PEM file, relative to this file"

  static let keys = FileKeys<ProfileDraft>([
    .path("ca", "Authorities that are trusted besides the system's, in PEM.", of: pem) { $0.profile.connection.authorityFile = $1 },
    .path("certificate", "The client's certificate, and what stands between it and its authority, in PEM.", of: pem) {
      $0.profile.connection.certificateFile = $1
    },
    .path("key", "The private key of that certificate, in PEM.", of: pem) { $0.profile.connection.keyFile = $1 },
    FileKey("insecure", "Take any certificate.", .bool) { $0.profile.connection.isInsecure = $1 },
    FileKey("server_name", "The name that the relay's certificate must be made out to, where it is not the URL's.", .hostName) {
      $0.profile.connection.serverName = $1
    },
  ])

  static var schema: JSONValue {
    var members = keys.schema.object ?? [:]
    members["dependentRequired"] = ["certificate": ["key"], "key": ["certificate"]]
    members["not"] = ["required": ["ca", "insecure"], "properties": ["insecure": ["const": true]]]
    return .object(members)
  }

  static func read(_ value: YAMLValue, into draft: inout ProfileDraft) throws(ConfigurationError) {
    let mapping = try value.mapping()
    try keys.read(mapping, into: &draft)
    let settings = draft.profile.connection
    if let value = mapping["certificate"], settings.keyFile == nil {
      throw value.fault("'certificate' stands without 'key'", advice: "name the file of its private key: key: FILE.pem")
    }
    if let value = mapping["key"], settings.certificateFile == nil {
      throw value.fault("'key' stands without 'certificate'", advice: "name the file of its certificate: certificate: FILE.pem")
    }
    if settings.isInsecure, let value = mapping["ca"] {
      throw value.fault("'ca' stands beside 'insecure: true', which takes any certificate", advice: "leave one of them out")
    }
  }
}

extension FileForm where Value == String {
  static var hostName: Self {
    Self(SchemaParts.pattern("^[A-Za-z0-9.-]+$")) { value throws(ConfigurationError) in
      let name = try value.text()
      guard !name.isEmpty, name.utf8.allSatisfy({ $0.isLetterOrDigit || "-.".utf8.contains($0) }) else {
        throw value.fault("'\(value.name)' is '\(Quoting.short(name))'", allowed: ["a host name such as relay.example.com"])
      }
      return name
    }
  }
}
