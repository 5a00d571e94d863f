internal import Timeline

/// Which hop a connection of somebody else's record is, by what it asks for.
enum ImportedHop {
  private static let servicePaths: Set<String> = ["/v1/listen", "/v2/listen"]

  /// - Parameters:
  ///   - target: Path and query.
  ///   - host: Whom it asks, with or without a port.
  static func of(_ target: String, host: some StringProtocol) -> Hop {
    let name = host.prefix { $0 != ":" }
    return servicePaths.contains(String(target.prefix { $0 != "?" })) || name.hasSuffix(".deepgram.com") ? .service : .client
  }
}
