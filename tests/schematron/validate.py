"""Holds a UBL document against the Schematron of SI-UBL 2.0: NLCIUS and EN 16931.

    python3 tests/schematron/validate.py < invoice.xml

needs the package saxonche (Saxon-HE, MPL-2.0). Prints what the document breaks, errors and warnings,
and ends with 1 if there is anything.
"""

import gzip
import pathlib
import sys
import xml.etree.ElementTree as tree

import saxonche

RULES = pathlib.Path(__file__).with_name("si-ubl-2.0.xsl.gz")
SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def main():
    with saxonche.PySaxonProcessor(license=False) as saxon:
        text = gzip.decompress(RULES.read_bytes()).decode()
        rules = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_text=text)
        document = saxon.parse_xml(xml_text=sys.stdin.read())
        report = tree.fromstring(rules.transform_to_string(xdm_node=document).encode())
    found = [*report.iter(SVRL + "failed-assert"), *report.iter(SVRL + "successful-report")]
    lines = [" ".join("".join(it.itertext()).split()) for it in found]
    if not lines and report.find(f".//{SVRL}fired-rule") is None:
        lines = ["no rule looked at it: it is no invoice or credit note"]
    print("\n".join(lines))
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
