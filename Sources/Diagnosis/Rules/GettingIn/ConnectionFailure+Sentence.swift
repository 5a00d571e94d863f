internal import Timeline

extension ConnectionFailure {
  /// What failed, and the driver's own words for it, which mostly name the address already.
  func sentence(_ what: String) -> String { "\(what)\(text.contains(address) ? "" : " at \(address)"): \(text)." }
}
