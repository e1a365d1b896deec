package dev.impresario.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A pom that can be changed and written elsewhere. */
final class Pom {
  private final Document document;

  private Pom(Document document) {
    this.document = document;
  }

  static Pom read(Path file) {
    try {
      var builder = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
      return new Pom(builder.parse(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("cannot parse " + file, e);
    }
  }

  void write(Path file) throws IOException, TransformerException {
    Files.createDirectories(file.getParent());
    TransformerFactory.newDefaultInstance()
        .newTransformer()
        .transform(new DOMSource(document), new StreamResult(file.toFile()));
  }

  List<String> modules() {
    return elements(child(document.getDocumentElement(), "modules"), "module").stream()
        .map(Element::getTextContent)
        .toList();
  }

  void setModules(List<String> folders) {
    Element modules = child(document.getDocumentElement(), "modules");
    modules.setTextContent("");
    folders.forEach(folder -> append(modules, "module", folder));
  }

  String artifactId() {
    return child(document.getDocumentElement(), "artifactId").getTextContent();
  }

  /** Returns the module name that is written into the jar, where no module-info says one. */
  Optional<String> automaticModuleName() {
    NodeList names = document.getElementsByTagName("Automatic-Module-Name");
    return names.getLength() == 0
        ? Optional.empty()
        : Optional.of(names.item(0).getTextContent().strip());
  }

  void rename(String artifactId) {
    child(document.getDocumentElement(), "artifactId").setTextContent(artifactId);
    child(document.getDocumentElement(), "name").setTextContent(artifactId);
  }

  /** Adds the dependency, in place of one on the same module in another scope. */
  void setDependency(String artifactId, String scope) {
    Element dependencies = child(document.getDocumentElement(), "dependencies");
    elements(dependencies, "dependency").stream()
        .filter(each -> child(each, "artifactId").getTextContent().equals(artifactId))
        .forEach(dependencies::removeChild);
    Element dependency = append(dependencies, "dependency", "");
    append(dependency, "groupId", "dev.impresario");
    append(dependency, "artifactId", artifactId);
    append(dependency, "scope", scope);
  }

  private Element append(Element parent, String name, String text) {
    Element element = document.createElement(name);
    element.setTextContent(text);
    parent.appendChild(element);
    return element;
  }

  private static Element child(Element parent, String name) {
    return elements(parent, name).get(0);
  }

  /** Returns the children of this name; unlike getElementsByTagName, none from further below. */
  private static List<Element> elements(Element parent, String name) {
    NodeList children = parent.getChildNodes();
    return IntStream.range(0, children.getLength())
        .mapToObj(children::item)
        .filter(node -> node.getNodeName().equals(name))
        .map(Element.class::cast)
        .toList();
  }
}
