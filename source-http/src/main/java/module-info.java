/** Agents from web servers, over HTTPS. */
@org.jspecify.annotations.NullMarked
module dev.impresario.source.http {
  requires transitive dev.impresario.spi;
  requires static org.jspecify;
  requires com.google.gson;
  requires org.apache.httpcomponents.client5.httpclient5;
  requires org.apache.httpcomponents.core5.httpcore5;

  exports dev.impresario.source.http;

  provides dev.impresario.spi.AgentSourceProvider with
      dev.impresario.source.http.HttpSourceProvider;
}
