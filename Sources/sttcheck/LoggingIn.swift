internal import NIOPosix
internal import Network
internal import Running
internal import Scenarios
internal import Speech
internal import Timeline

/// Makes a profile's login, before anything is played. Its result is a secret, and so is what the endpoint answers: no message quotes it.
enum LoggingIn {
  /// - Throws: Exit code 3 where the endpoint can't be reached or refuses; 2 where its answer has no result where the profile looks for it.
  static func result(of login: Login, _ settings: RunSettings) async throws(CommandFailure) -> String {
    try await result(of: login, secrets: settings.plan.profile.secrets, options: settings.dialOptions(for:))
  }

  /// - Parameters:
  ///   - secrets: What no message may quote.
  ///   - options: How the endpoint is reached.
  static func result(
    of login: Login, secrets: [String], options: (Endpoint) -> DialOptions
  ) async throws(CommandFailure) -> String {
    let endpoint: Endpoint
    do {
      let url = try WebSocketURL(parsing: login.url, as: .http)
      endpoint = Endpoint(scheme: url.secure ? .https : .http, host: url.host, port: url.port, target: url.target)
    } catch { throw CommandFailure(code: .usage, text: "login: \(error.problem)") }
    let request = HTTPRequest(
      endpoint: endpoint, method: login.method.rawValue.uppercased(), headers: login.headers, body: login.body,
      options: options(endpoint))
    let place = Redactor(secrets: secrets).text(
      "\(endpoint.scheme.rawValue)://\(endpoint.hostHeader)\(endpoint.target.prefix { $0 != "?" })")
    let response: ResponseHead
    switch await request.answer(clock: RunClock(), on: MultiThreadedEventLoopGroup.singleton.next()) {
    case .failure(let failure):
      throw CommandFailure(code: .unreachable, text: "login: \(place) gave no answer: \(failure.text)")
    case .success(let answer): response = answer
    }
    guard (200..<300).contains(response.status) else {
      let moved =
        (300..<400).contains(response.status)
        ? response.headers["Location"].map { ", to \(VisibleText.quote($0.prefix { $0 != "?" }.description))" } : nil
      let hint =
        switch response.status {
        case 300..<400: "; redirects are not followed: give the URL it leads to"
        case 401, 403: "; check the credentials of 'login: headers' or 'body'"
        case 404, 405: "; check the URL, and whether it wants get or post"
        default: ""
        }
      throw CommandFailure(
        code: .unreachable, text: "login: \(place) answered \(response.status) \(VisibleText.quote(response.reason))\(moved ?? "")\(hint)")
    }
    do { return try login.result(in: response.body) } catch {
      throw CommandFailure(
        code: .usage, text: "login: \(place): \(error.problem)\(error.advice.map { "; \($0)" } ?? "; check 'login: select'")")
    }
  }
}
