internal import Foundation
internal import Lab
internal import Network
internal import Running
internal import Scenarios
internal import Timeline

extension RunSettings {
  static func target(_ profile: Profile, _ faults: FaultSet, _ service: ServiceWords) throws(CommandFailure) -> Target {
    guard let relay = profile.relay else {
      for (option, value) in [("--service-listen", service.listen ?? service.forward), ("--service-proxy", service.proxy)]
      where value != nil {
        throw CommandFailure(code: .usage, text: "\(option) goes with --relay: the built-in relay has a service of its own")
      }
      guard service.start == nil else {
        throw CommandFailure(code: .usage, text: "--start goes with --relay URL: where will the relay that it starts take clients?")
      }
      return .builtIn
    }
    let side = try side(service, isDirect: profile.isDirect)
    if let fault = faults.faults.first(where: { $0.party == .relay || ($0.party == .service && side == nil) }) {
      throw CommandFailure(
        code: .usage,
        text:
          "--fault \(fault.name) breaks the built-in \(fault.party.rawValue), and with --relay that is not played; leave --relay out, or use a fault of the client"
      )
    }
    do {
      let url = try profile.address(of: relay)
      let endpoint = Endpoint(scheme: url.secure ? .wss : .ws, host: url.host, port: url.port, target: url.target)
      return .relay(endpoint, service: side)
    } catch {
      throw CommandFailure(code: .usage, text: "--relay: \(error.problem)\(error.advice.map { "; \($0)" } ?? "")")
    }
  }

  /// Nil: the relay's other side is not seen.
  private static func side(_ service: ServiceWords, isDirect: Bool) throws(CommandFailure) -> ServiceSide? {
    guard service.listen != nil || service.proxy != nil || service.start != nil else {
      guard service.forward == nil else {
        throw CommandFailure(code: .usage, text: "--service-forward goes with --service-listen HOST:PORT")
      }
      return nil
    }
    guard !isDirect else {
      let option = service.listen != nil ? "--service-listen" : service.proxy != nil ? "--service-proxy" : "--start"
      throw CommandFailure(
        code: .usage, text: "\(option) waits for a relay's connection, and the profile's `direct` says that there is none")
    }
    // Whom the relay can't ask is told to the relay: a proxy leads it to any free port.
    var side = ServiceSide(host: "127.0.0.1", port: 0, isNear: service.isNear)
    if let listen = service.listen {
      let address = try HostAndPort(listen, option: "--service-listen")
      guard address.port > 0 || service.start != nil || service.proxy != nil else {
        throw CommandFailure(
          code: .usage,
          text: "--service-listen: port 0 is any free one, which your relay can't know; name the port that its service URL has")
      }
      side = ServiceSide(host: address.host, port: address.port, isNear: service.isNear)
    }
    side.forward = try service.forward.map { url throws(CommandFailure) in try ServiceURL.read(url, option: "--service-forward") }
    let hosts = ServiceHosts(adding: service.hosts)
    let upstream = UpstreamProxy(ProcessInfo.processInfo.environment)
    if let proxy = service.proxy {
      let address = try HostAndPort(proxy, option: "--service-proxy")
      guard address.port > 0 || service.start != nil else {
        throw CommandFailure(
          code: .usage, text: "--service-proxy: port 0 is any free one, which your relay can't know; name the port that its HTTPS_PROXY has"
        )
      }
      side.proxy = ProxySide(host: address.host, port: address.port, hosts: hosts, upstream: upstream)
    } else if service.start != nil {
      side.proxy = ProxySide(host: "127.0.0.1", port: 0, hosts: hosts, upstream: upstream)
    }
    return side
  }

  /// What is open to more than this machine is said.
  static func warnings(_ target: Target) -> [String] {
    guard case .relay(_, let side?) = target else { return [] }
    var warnings: [String] = []
    if let warning = OpenPort.warning("--service-listen", side.host, side.port, "can talk to the service played there") {
      warnings.append(warning)
    }
    if let proxy = side.proxy,
      let warning = OpenPort.warning("--service-proxy", proxy.host, proxy.port, "gets wherever this machine gets, as long as the run lasts")
    {
      warnings.append(warning)
    }
    return warnings
  }

  /// With the authority that TLS on the relay's other side needs: made where it is missing and needed, else taken where there is one.
  mutating func takeAuthority() throws(CommandFailure) {
    guard case .relay(let endpoint, var side?) = target else { return }
    defer { target = .relay(endpoint, service: side) }
    let folder = AuthorityFolder()
    guard side.proxy != nil else {
      // It is not asked for: what is wrong with it is told by `sttcheck ca`.
      side.authority = (try? folder.existing()).flatMap { $0 }.flatMap { $0.isValid() ? $0 : nil }
      return
    }
    let (authority, isNew) = try folder.prepared()
    side.authority = authority
    if isNew { notes.append("made an authority of our own: \(folder.certificate) (see `sttcheck ca`)") }
  }
}
