/// Fresh mask keys from the system's random source (RFC 6455 §5.3: "derived from a strong source of entropy").
enum MaskKey {
  @Sendable static func fresh() -> UInt32 {
    var random = SystemRandomNumberGenerator()
    return random.next()
  }
}
