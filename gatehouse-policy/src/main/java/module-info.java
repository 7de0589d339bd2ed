/**
 * Who may do what, and why: roles, conditions and deny rules compiled to a policy that decides.
 *
 * <p>CEL is not required here by name: its jars share packages, so that they can't be modules. They
 * stand on the class path, and this module is started with {@code --add-reads
 * dev.gatehouse.policy=ALL-UNNAMED} where it is started as one.
 */
module dev.gatehouse.policy {
  requires static org.jspecify;

  exports dev.gatehouse.policy;
}
