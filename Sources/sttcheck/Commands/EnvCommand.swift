internal import ArgumentParser
internal import Network
internal import Running
internal import Scenarios

struct EnvCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "env",
    abstract: "Print the environment that leads a relay to sttcheck, whatever address it has in its code.",
    discussion: """
      `sttcheck run --start COMMAND` sets it by itself. If you start the relay yourself, do it in a shell after the first line, and then run the second:

        eval "$(sttcheck env)"
        sttcheck run --relay URL --service-listen 127.0.0.1:9090 --service-proxy 127.0.0.1:9091

      For one in a container, --format compose, and --service-listen 0.0.0.0:9090 --service-proxy 0.0.0.0:9091.

      Most stacks heed HTTPS_PROXY: Go, curl, Python's websockets from version 15 on, requests, httpx, aiohttp with trust_env. Python's aiohttp without it, \
      the deepgram-sdk and Node's ws do not: modules that PYTHONPATH and NODE_OPTIONS load lead these. For any other stack, give the name another \
      address: `127.0.0.1 api.deepgram.com` in /etc/hosts, and --service-listen 127.0.0.1:443 (ports below 1024 need more rights).
      """)

  @Option(help: ArgumentHelp("The run's --service-proxy.", valueName: "host:port")) var serviceProxy: String?
  @Option(help: ArgumentHelp("The run's --service-listen.", valueName: "host:port")) var serviceListen: String?
  @Option(help: "shell, dotenv or compose.") var format = "shell"
  @Option(help: "A profile (YAML): its service_hosts are caught too.") var profile: String?

  func run() throws {
    let format = try OptionText.word(format, of: EnvironmentFormat.allCases.map { ($0.rawValue, $0) }, option: "--format")
    // From a container, this machine is another one.
    let host = format == .compose ? "host.docker.internal" : "127.0.0.1"
    let proxy = try HostAndPort(serviceProxy ?? "\(host):9091", option: "--service-proxy")
    let service = try HostAndPort(serviceListen ?? "\(host):9090", option: "--service-listen")
    let hosts = ServiceHosts(adding: try LoadedProfile(profile).file.options.serviceHosts ?? [])
    let folder = AuthorityFolder()
    _ = try folder.prepared()
    let inside = "/etc/sttcheck"
    let files =
      format == .compose
      ? RelayEnvironment.Files(authority: inside + "/ca.pem", bundle: inside + "/bundle.pem", hooks: inside + "/hooks") : folder.files
    let environment = RelayEnvironment(
      proxy: LabServer.Address(host: proxy.host, port: proxy.port), service: LabServer.Address(host: service.host, port: service.port),
      hosts: hosts, files: files)
    let text = format.render(environment)
    guard format == .compose else { return Console.print(text) }
    Console.print(Self.compose(text, folder, inside))
  }

  /// The key stays outside.
  private static func compose(_ variables: String, _ folder: AuthorityFolder, _ inside: String) -> String {
    let lines = variables.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
    return """
      environment:
      \(lines)
      volumes:
        - "\(folder.certificate):\(inside)/ca.pem:ro"
        - "\(folder.bundle):\(inside)/bundle.pem:ro"
        - "\(folder.hooks):\(inside)/hooks:ro"
      extra_hosts:
        - "host.docker.internal:host-gateway"
      """
  }
}
