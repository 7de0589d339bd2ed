package dev.gatehouse.policy;

import java.util.Map;

/** Where a request has the value of an attribute. */
@FunctionalInterface
interface Attribute {
  Value of(DecisionRequest request);

  static Attribute at(String path, ValueType type) {
    return switch (path) {
      case "principal.id" -> request -> type.fit(request.principal().id());
      case "principal.type" -> request -> type.fit(request.principal().type());
      case "principal.roles" ->
          request ->
              type.fit(
                  request.principal().grants().stream()
                      .filter(grant -> grant.plain() && !grant.ended(request.context().now()))
                      .map(Grant::role)
                      .distinct()
                      .toList());
      case "tenant.id" -> request -> type.fit(request.tenant().id());
      case "action.name" -> request -> type.fit(request.action());
      case "resource.type" -> request -> type.fit(request.resource().ref().type());
      case "resource.id" -> request -> type.fit(request.resource().ref().id());
      case "context.now" -> request -> type.fit(request.context().now());
      default -> supplied(path, type);
    };
  }

  private static Attribute supplied(String path, ValueType type) {
    int dot = path.indexOf('.');
    String key = path.substring(dot + 1);
    return switch (path.substring(0, dot)) {
      case "principal" -> request -> find(request.principal().attributes(), key, type);
      case "tenant" -> request -> find(request.tenant().attributes(), key, type);
      case "resource" -> request -> find(request.resource().attributes(), key, type);
      default -> request -> find(request.context().attributes(), key, type);
    };
  }

  private static Value find(Map<String, Object> supplied, String key, ValueType type) {
    Object value = supplied.get(key);
    return value == null ? new Value.Missing() : type.fit(value);
  }
}
