internal import Foundation
internal import Network
internal import Running
internal import Scenarios

/// Where our own authority lies: in the user's configuration, never in a project.
struct AuthorityFolder {
  let path: String

  /// `$XDG_CONFIG_HOME/sttcheck`, or `~/.config/sttcheck`.
  init(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
    // A relative path is to be ignored (XDG Base Directory Specification).
    let configuration = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? NSHomeDirectory()
    path = (configuration ?? home + "/.config") + "/sttcheck"
  }

  var certificate: String { path + "/ca.pem" }
  var key: String { path + "/ca.key" }
  /// The system's authorities and ours.
  var bundle: String { path + "/bundle.pem" }

  /// What Python and Node load when they start.
  var hooks: String { path + "/hooks" }

  var files: RelayEnvironment.Files { RelayEnvironment.Files(authority: certificate, bundle: bundle, hooks: hooks) }

  /// The authority that was made before; nil: none was.
  func existing() throws(CommandFailure) -> CertificateAuthority? {
    guard Files.exists(certificate) || Files.exists(key) else { return nil }
    guard let certificate = Files.contents(certificate), let secret = Files.contents(key) else {
      throw CommandFailure(code: .internalFault, text: "\(path): ca.pem or ca.key is missing or can't be read; \(Self.anew(path))")
    }
    do {
      return try CertificateAuthority(
        certificate: String(decoding: certificate, as: UTF8.self), privateKey: String(decoding: secret, as: UTF8.self))
    } catch {
      throw CommandFailure(code: .internalFault, text: "\(self.certificate): can't be used: \(error.text); \(Self.anew(path))")
    }
  }

  /// The authority that was made before, as long as it is valid, or a new one; and the bundle as of today.
  func prepared() throws(CommandFailure) -> (authority: CertificateAuthority, isNew: Bool) {
    try make(path)
    guard chmod(path, 0o700) == 0 else { throw unwritable(errno) }
    let lock = try Lock(path + "/lock")
    defer { lock.release() }
    try writeHooks()
    if let known = try existing(), known.isValid(afterDays: 2) {
      chmod(key, 0o600)
      try writeBundle(known)
      return (known, false)
    }
    guard let made = CertificateAuthority.make() else {
      throw CommandFailure(code: .internalFault, text: "\(path): no certificate can be made here: libcrypto refused")
    }
    try write(made.privateKey, to: key, mode: 0o600)
    try write(made.certificate, to: certificate, mode: 0o644)
    try writeBundle(made)
    return (made, true)
  }

  /// With the folders above it, each for its user alone.
  private func make(_ folder: String) throws(CommandFailure) {
    var made = ""
    for part in folder.split(separator: "/") {
      made += "/" + part
      let code = mkdir(made, 0o700) == 0 ? 0 : errno
      // On a disk that takes nothing new, a folder that is there may be named so.
      guard code == 0 || code == EEXIST || Files.isFolder(made) else { throw unwritable(code) }
    }
    guard Files.isFolder(folder) else { throw unwritable(ENOTDIR) }
  }

  private func writeHooks() throws(CommandFailure) {
    try make(hooks)
    for name in BuiltIns.hookNames {
      let bytes = BuiltIns.bytes("hooks/\(name)") ?? []
      // Unchanged, it stays: Python keeps what it made of it.
      guard Files.contents(hooks + "/" + name) != bytes else { continue }
      try write(String(decoding: bytes, as: UTF8.self), to: hooks + "/" + name, mode: 0o644)
    }
  }

  private func writeBundle(_ authority: CertificateAuthority) throws(CommandFailure) {
    try write(SystemAuthorities.text(besides: bundle) + authority.certificate, to: bundle, mode: 0o644)
  }

  /// Whole or not at all: relays that are starting may read it.
  private func write(_ text: String, to file: String, mode: Int) throws(CommandFailure) {
    let fresh = file + ".new"
    unlink(fresh)
    let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode))
    guard descriptor >= 0 else { throw unwritable(errno) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do { try handle.write(contentsOf: Data(text.utf8)) } catch { throw unwritable(reason: Files.reason(error)) }
    try? handle.close()
    guard rename(fresh, file) == 0 else { throw unwritable(errno) }
  }

  private func unwritable(_ code: Int32) -> CommandFailure { unwritable(reason: String(cString: strerror(code))) }

  private func unwritable(reason: String) -> CommandFailure {
    CommandFailure(
      code: .internalFault,
      text: "\(path): sttcheck's authority can't be kept there: \(reason); set XDG_CONFIG_HOME to a folder that can be written")
  }

  private static func anew(_ path: String) -> String { "remove \(path) for a new one, which relays must then trust anew" }
}

extension AuthorityFolder {
  /// One program at a time makes an authority: two would each trust its own.
  private struct Lock {
    private let descriptor: Int32

    init(_ path: String) throws(CommandFailure) {
      descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
        throw CommandFailure(
          code: .internalFault,
          text: "\(path): can't be locked: \(String(cString: strerror(errno))); set XDG_CONFIG_HOME to a folder that can be written")
      }
    }

    func release() { close(descriptor) }
  }
}
