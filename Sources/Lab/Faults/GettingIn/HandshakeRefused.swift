internal import Machines
internal import Timeline

/// The relay, or a proxy before it, answers the handshake with an HTTP error of its own.
struct HandshakeRefused: Fault {
  let name = "handshake-refused"
  let rule = "handshake-refused"
  let party = Party.relay
  let summary = "the relay answers the handshake with an HTTP error"
  var parameters = FaultParameters(FaultParameter("status", 503, "status", 400...599))

  func stage() -> (any FaultStage)? { Stage(status: parameters.number("status")) }

  private struct Stage: FaultStage {
    let status: Int

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      guard case .requested = occurrence else { return [] }
      let body = Array("upstream connect error or disconnect before headers\n".utf8)
      let headers = [HeaderField("content-type", "text/plain"), HeaderField("content-length", "\(body.count)")]
      return [.refuse(ResponseHead(status: status, reason: Self.reason(status), headers: headers, body: body)), .finish]
    }

    private static func reason(_ status: Int) -> String {
      switch status {
      case 400: "Bad Request"
      case 401: "Unauthorized"
      case 403: "Forbidden"
      case 404: "Not Found"
      case 426: "Upgrade Required"
      case 429: "Too Many Requests"
      case 500: "Internal Server Error"
      case 502: "Bad Gateway"
      case 503: "Service Unavailable"
      case 504: "Gateway Timeout"
      default: status < 500 ? "Refused" : "Server Error"
      }
    }
  }
}
