package dev.gatehouse.server.http;

/** The methods a route may take. HEAD is answered where GET is; everything else is refused. */
public enum Method {
  GET,
  POST,
  PUT,
  DELETE,
  /** What a browser asks before a request of another origin (Fetch §4.8). */
  OPTIONS
}
