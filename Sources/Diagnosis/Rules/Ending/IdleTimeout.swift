/// True where a close reason is the service's idle timeout, in its old token or its new sentence.
func namesIdleTimeout(_ reason: String) -> Bool {
  let text = reason.lowercased()
  return text.contains("net0001") || text.contains("net-0001")
}
