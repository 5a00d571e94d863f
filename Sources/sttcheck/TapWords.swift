internal import Foundation
internal import NIOPosix
internal import Network
internal import Running
internal import Scenarios
internal import Store
internal import Timeline

/// What the command line of `tap` says, read and tried before anything is written.
enum TapWords {
  static func routes(_ listen: [String], _ to: [String], ca: String?) throws(CommandFailure) -> [TapRoute] {
    guard !listen.isEmpty, listen.count == to.count else {
      throw CommandFailure(
        code: .usage,
        text: "--listen HOST:PORT and --to URL go in pairs, one or more; given are \(listen.count) and \(to.count)")
    }
    let authorities = try ca.map { path throws(CommandFailure) in String(decoding: try Files.read(path, "certificate file"), as: UTF8.self)
    }
    var routes: [TapRoute] = []
    for (place, url) in zip(listen, to) { routes.append(try route(place, url, authorities)) }
    return routes
  }

  private static func route(_ listen: String, _ to: String, _ authorities: String?) throws(CommandFailure) -> TapRoute {
    let address = try HostAndPort(listen, option: "--listen")
    var url = to[...]
    var hop: Hop?
    for named in Hop.allCases where to.hasPrefix("\(named.rawValue)=") {
      hop = named
      url = to.dropFirst(named.rawValue.count + 1)
    }
    let upstream: Endpoint
    do { upstream = try Endpoint(parsing: String(url)) } catch {
      throw CommandFailure(code: .usage, text: "--to: \(error.text) (allowed before it: client= or service=)")
    }
    guard address.port == 0 || upstream.port != address.port || upstream.host != address.host else {
      throw CommandFailure(code: .usage, text: "--to: \(upstream.authority) is the tap itself; name the port of the relay or service")
    }
    var options = DialOptions()
    options.tls.extraCertificateAuthorities = authorities
    if upstream.scheme.isSecure, let proxy = UpstreamProxy(ProcessInfo.processInfo.environment), proxy.leads(to: upstream.host) {
      options.proxy = DialOptions.Proxy(
        address: DialOptions.HostPort(host: proxy.host, port: proxy.port), authorization: proxy.authorization)
    }
    let afterHost = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).dropFirst(2).first ?? ""
    let hasPath =
      afterHost.contains("/") && !afterHost.hasSuffix("/") || afterHost.contains("?") || afterHost.filter { $0 == "/" }.count > 1
    return TapRoute(host: address.host, port: address.port, upstream: upstream, hasPath: hasPath, hop: hop, options: options)
  }

  static func onFailure(_ word: String?) throws(CommandFailure) -> TapRun.OnFailure {
    guard let word else { return .stop }
    guard let found = TapRun.OnFailure(rawValue: word) else {
      throw CommandFailure(code: .usage, text: "--on-record-failure: '\(word)' is not known; allowed: stop, pass")
    }
    return found
  }

  /// Ports that are taken are bad input, and bad input leaves nothing behind.
  static func check(_ routes: [TapRoute]) async throws(CommandFailure) {
    for route in routes where route.port > 0 { try await ServicePort.check(route.host, route.port, option: "--listen") }
    for route in routes { OpenPort.warn("--listen", route.host, route.port, "gets to \(route.upstream.placeText)") }
  }

  static func runInfo(_ routes: [TapRoute]) -> RunInfo {
    var info = RunSettings.runInfo(relay: routes.map { "\($0.upstream)" }.joined(separator: ", "))
    info.origin = .tapped
    // Which hops there are shows in what comes.
    info.serviceHop = routes.contains { $0.hop != .client } ? .tapped : .unseen
    return info
  }

  static func failure(_ failure: RunFailure) -> any Error {
    switch failure {
    case .recording(let error): CommandFailure(code: .internalFault, text: error.text)
    case .listening(let error), .proxying(let error): CommandFailure(code: .usage, text: "--listen: \(error.text)")
    case .starting(let error): CommandFailure(code: .usage, text: error.text)
    case .entering(let error): error
    }
  }
}

extension Endpoint {
  /// Without the query, which may hold a key.
  var placeText: String { "\(scheme.rawValue)://\(hostHeader)\(target == "/" ? "" : String(target.prefix { $0 != "?" }))" }
}
