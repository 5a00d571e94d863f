internal import Speech
internal import Timeline

/// The service refuses the relay: its key, its plan, its model, its parameters, its pace.
struct ServiceRefused: Fault {
  let name = "service-refused"
  let rule = "service-refused"
  let party = Party.service
  let summary = "the service refuses the relay's handshake, with dg-error"
  var parameters = FaultParameters(FaultParameter("status", "401", oneOf: ["400", "401", "402", "403", "404", "405", "429"]))

  func adjust(_ service: inout ServiceSettings) { service.refusal = Self.refusal(parameters.number("status")) }

  static func refusal(_ status: Int) -> ListenParameters.Refusal {
    switch status {
    case 400: .init(status: status, errCode: "INVALID_QUERY_PARAMETER", message: "Invalid 'model' value of 'nova-9'.")
    case 402: .init(status: status, errCode: "ASR_PAYMENT_REQUIRED", message: "Project does not have enough credits for an ASR request.")
    case 403: .init(status: status, errCode: "INSUFFICIENT_PERMISSIONS", message: "User does not have sufficient permissions.")
    case 404: .init(status: status, errCode: "MODEL_NOT_FOUND", message: "No such model/language/tier combination found.")
    case 405: .init(status: status, errCode: "METHOD_NOT_ALLOWED", message: "Method not allowed.")
    case 429: .init(status: status, errCode: "TOO_MANY_REQUESTS", message: "Too many requests. Please try again later.")
    default: .unauthorized
    }
  }
}
