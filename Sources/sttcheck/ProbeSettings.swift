internal import Audio
internal import Foundation
internal import Network
internal import Running
internal import Scenarios
internal import Speech
internal import Timeline

/// The command line of `probe`, and the profile where there is one, made into a plan.
struct ProbeSettings {
  var plan: ProbePlan
  /// The URL without its query.
  let place: String
  let party: Party
  /// Its host is one of the vendor's.
  let isKnownHost: Bool
  /// The client has something to show for itself; a relay may want nothing.
  let hasKey: Bool
  /// The proxy that the environment names for this place.
  let environmentProxy: String?
  private(set) var notes: [String] = []

  private static let keyName = "DEEPGRAM_API_KEY"
  /// What only a live stream has; a recording sent whole says the rest in its own header.
  private static let liveParameters: Set<String> = [
    "encoding", "sample_rate", "channels", "interim_results", "endpointing", "vad_events", "utterance_end_ms", "no_delay",
  ]

  /// - Parameter login: The result of the profile's login, once it has been made.
  init(_ command: ProbeCommand, login: String? = nil) throws {
    // A profile that lies in the folder is another relay's, where a URL is given: what it shows there is nobody's else.
    let usesProfile = command.profile != nil || command.url == nil
    let loaded = usesProfile ? try LoadedProfile(command.profile, login: login) : nil
    notes += loaded?.notes ?? []
    var profile = loaded?.file.profile ?? Profile()
    guard let url = command.url ?? profile.relay else {
      throw CommandFailure(
        code: .usage, text: "a URL is wanted: sttcheck probe wss://api.deepgram.com/v1/listen, or a profile with `relay`")
    }
    var given = try ServiceURL.read(url, option: "URL")
    let hosts = ServiceHosts(adding: loaded?.file.options.serviceHosts ?? [])
    if given.target == "/", hosts.contains(given.host) { given.target = "/v1/listen" }
    isKnownHost = ServiceHosts().contains(given.host)
    let isService = profile.isDirect || hosts.own(given.host, target: given.target)
    party = isService ? .service : .relay
    if loaded == nil, isService {
      profile = try Self.direct(&notes, to: given, hosts)
      if ProbePlan.isFlux(given) { profile.takeFlux() }
      profile.take(QueryString.parse(given.target).items)
    }
    for field in try command.header.map(ReplayWords.header) {
      profile.headers.removeAll { $0.name.lowercased() == field.name.lowercased() }
      profile.headers.append(field)
      profile.secrets += ReplayWords.secrets(of: field)
    }
    profile.secrets += SecretFinder.secrets(inURL: url)
    profile.relay = "\(given.scheme.rawValue)://\(given.hostHeader)\(given.target)"
    let endpoint: Endpoint
    do {
      let address = try profile.address(of: profile.relay ?? url)
      endpoint = Endpoint(scheme: given.scheme, host: address.host, port: address.port, target: address.target)
    } catch { throw CommandFailure(code: .usage, text: "URL: \(error.problem)\(error.advice.map { "; \($0)" } ?? "")") }
    var options = try RunSettings.dialOptions(profile.connection, beside: loaded?.beside ?? { $0 })
    if let ca = command.ca {
      options.tls.extraCertificateAuthorities = String(decoding: try Files.read(ca, "certificate file"), as: UTF8.self)
    }
    let target = Target.relay(endpoint, service: nil)
    let oneShot: OneShotTarget? =
      if let written = profile.oneShot {
        try RunSettings.oneShot(written, options: options, of: target)
      } else if isService, !ProbePlan.isFlux(endpoint) {
        OneShotTarget(endpoint: Self.whole(endpoint), options: options)
      } else { nil }
    let patience = try OptionText.positive(command.timeout ?? 10, upTo: 600, option: "--timeout")
    plan = ProbePlan(
      profile: profile, endpoint: endpoint, options: options, oneShot: oneShot, patience: .seconds(patience),
      clip: try command.audio.map(RunSettings.clip))
    place = Redactor(secrets: profile.secrets).text(given.placeText)
    hasKey = !isService || profile.headers["Authorization"] != nil || !profile.subprotocols.isEmpty
    let proxy = UpstreamProxy(ProcessInfo.processInfo.environment)
    environmentProxy =
      profile.connection.proxy == nil ? proxy.flatMap { $0.leads(to: endpoint.host) ? "\($0.host):\($0.port)" : nil } : nil
  }

  /// The service itself, with the key of the environment: only for its own hosts, and for this machine; never in the clear over a network.
  private static func direct(_ notes: inout [String], to place: Endpoint, _ hosts: ServiceHosts) throws(CommandFailure) -> Profile {
    let key = ProcessInfo.processInfo.environment[keyName].flatMap { $0.isEmpty ? nil : $0 }
    let name = "deepgram-direct"
    var profile: Profile
    do {
      profile = try ProfileReader.read(BuiltIns.profile(name) ?? [], file: name, environment: [keyName: key ?? "none"]).profile
    } catch { throw CommandFailure(code: .usage, text: error.text) }
    guard key != nil, isHere(place.host) || (hosts.contains(place.host) && place.scheme.isSecure) else {
      if key != nil {
        notes.append(
          "\(keyName) is kept back: \(place.host) is \(hosts.contains(place.host) ? "asked in the clear (ws://)" : "none of the service's own hosts"); give it by --header or a profile to send it there"
        )
      }
      profile.headers.removeAll { $0.name == "Authorization" }
      profile.secrets = key.map { [$0] } ?? []
      return profile
    }
    return profile
  }

  /// An address of this machine alone; a name that only begins like one is anybody's.
  private static func isHere(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return host == "localhost" || host == "::1" || (parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil })
  }

  /// Where the service takes the same recording whole.
  private static func whole(_ live: Endpoint) -> Endpoint {
    var endpoint = live
    endpoint.scheme = live.scheme.isSecure ? .https : .http
    let (path, items) = QueryString.parse(live.target)
    endpoint.target = QueryString.append(items.filter { !liveParameters.contains($0.name) }, to: path)
    return endpoint
  }
}

extension Profile {
  /// Flux has a model of its own, and neither channels nor interim results to ask for.
  fileprivate mutating func takeFlux() {
    query.removeAll { !["encoding", "sample_rate"].contains($0.name) }
    query.append(HeaderField("model", "flux-general-en"))
  }

  /// Goes by what the URL says already: it is not said twice, and the audio is what is declared.
  fileprivate mutating func take(_ items: [(name: String, value: String)]) {
    for item in items {
      query.removeAll { $0.name == item.name }
      switch item.name {
      case "sample_rate":
        guard let rate = Int(item.value), (1...384_000).contains(rate) else { continue }
        sample(at: rate)
      case "channels": audio.channels = Int(item.value).flatMap { (1...8).contains($0) ? $0 : nil } ?? audio.channels
      case "encoding": audio.encoding = AudioFormat.Encoding(rawValue: item.value) ?? audio.encoding
      default: break
      }
    }
  }
}
