internal import ArgumentParser
internal import Network

struct CACommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ca", abstract: "Show the certificate authority of sttcheck's own, and make it if there is none.",
    discussion: """
      A relay that has wss:// and the service's name in its code wants a certificate for that name. sttcheck signs one, and the relay must trust its authority. \
      `sttcheck run --start COMMAND` sees to that; for a relay that is running already, see `sttcheck env`.

      It is kept in $XDG_CONFIG_HOME/sttcheck, or ~/.config/sttcheck: ca.pem; its key ca.key, which only you can read; and bundle.pem, the system's authorities with this one.
      """)

  func run() throws {
    let folder = AuthorityFolder()
    let (authority, isNew) = try folder.prepared()
    Console.print(
      """
      authority    \(folder.certificate)\(isNew ? " (made now)" : "")
      key          \(folder.key)
      bundle       \(folder.bundle)
      SHA-256      \(authority.fingerprint)

      To have one program trust it, set what `sttcheck env` prints; `sttcheck run --start COMMAND` does so by itself.
      To have the whole machine trust it, which is seldom needed:
        Debian, Ubuntu   sudo cp \(folder.certificate) /usr/local/share/ca-certificates/sttcheck.crt && sudo update-ca-certificates
        Fedora           sudo cp \(folder.certificate) /etc/pki/ca-trust/source/anchors/sttcheck.pem && sudo update-ca-trust
        macOS            sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain \(folder.certificate)
      Whoever has the key can pass for any server before those who trust it: keep it on this machine.
      """)
  }
}
