/// Names under which a relay knows the service: a tunnel to one of them is caught.
package struct ServiceHosts: Sendable, Equatable {
  /// The vendor's, wherever its data centre is: `api.deepgram.com`, `api.eu.deepgram.com`, `NAME.eu.api.deepgram.com`.
  package static let builtIn = ["api.deepgram.com", "*.api.deepgram.com", "api.*.deepgram.com"]

  /// In lower case; a `*` stands for one label or more.
  package let patterns: [String]

  /// - Parameter more: Names besides those built in.
  package init(adding more: [String] = []) {
    patterns = Self.builtIn + more.map { $0.lowercased() }.filter { !Self.builtIn.contains($0) }
  }

  package func contains(_ host: String) -> Bool {
    let labels = host.lowercased().split(separator: ".", omittingEmptySubsequences: false)[...]
    return patterns.contains { Self.matches($0.split(separator: ".")[...], labels) }
  }

  /// Whether a place is the service's own: one of its hosts, or one of its paths on any.
  package func own(_ host: String, target: String) -> Bool {
    Self.paths.contains(String(target.prefix { $0 != "?" })) || contains(host)
  }

  private static let paths: Set<String> = ["/v1/listen", "/v2/listen"]

  private static func matches(_ pattern: ArraySlice<Substring>, _ labels: ArraySlice<Substring>) -> Bool {
    guard let first = pattern.first else { return labels.isEmpty }
    guard let label = labels.first, !label.isEmpty else { return false }
    guard first == "*" else { return first == label && matches(pattern.dropFirst(), labels.dropFirst()) }
    return matches(pattern.dropFirst(), labels.dropFirst()) || matches(pattern, labels.dropFirst())
  }
}
