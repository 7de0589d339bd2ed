package dev.gatehouse.server.http;

/** The methods a route may take. HEAD is answered where GET is; everything else is refused. */
public enum Method {
  GET,
  POST,
  PUT,
  DELETE
}
