extension ProfileKeys {
  /// How connections to the relay are made, besides where to.
  static let connection: [FileKey<ProfileDraft>] = [
    FileKey(
      "tls", "Whom to trust, the client's own certificate, and the name that the relay's must be made out to.", mayBeEmpty: true,
      schema: TLSReader.schema
    ) { value, draft throws(ConfigurationError) in
      try TLSReader.read(value, into: &draft)
    },
    FileKey(
      "proxy", "http://HOST:PORT or http://USER:PASSWORD@HOST:PORT.", mayBeEmpty: true,
      schema: SchemaParts.pattern("^([hH][tT][tT][pP]://|\\$\\{).+")
    ) { value, draft throws(ConfigurationError) in
      draft.profile.connection.proxy = try AddressReader.proxy(value, &draft.substitution)
    },
    FileKey(
      "resolve", "An address to connect to in the place of the relay's.", mayBeEmpty: true,
      schema: SchemaParts.pattern("^(\\[[0-9A-Za-z.:]+\\]|[0-9A-Za-z._:-]+)(:[0-9]+)?$")
    ) { value, draft throws(ConfigurationError) in
      draft.profile.connection.resolve = try AddressReader.resolved(value)
    },
    FileKey(
      "compression", "Whether permessage-deflate is offered, or its parameters (RFC 7692).", mayBeEmpty: true,
      schema: CompressionReader.schema
    ) { value, draft throws(ConfigurationError) in
      draft.profile.connection.compression = try CompressionReader.read(value)
    },
  ]
}
