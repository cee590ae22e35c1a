"""The one spelling of a signature in a PDF: CMS (RFC 5652) with the organisation's certificate and nothing more."""

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509


def as_set(attributes: cms.CMSAttributes) -> bytes:
    """Return attributes as they are signed: as a SET, and not under the tag that stores them (RFC 5652, 5.4)."""
    return b"\x31" + bytes(attributes.dump())[1:]


def signature_container(certificate: bytes, attributes: cms.CMSAttributes, signature: bytes) -> bytes:
    """Return what stands in a PDF as its signature. Whoever checks makes it again: what differs was changed."""
    of = asn1_x509.Certificate.load(certificate)
    sha256 = {"algorithm": "sha256"}
    serial = cms.IssuerAndSerialNumber({"issuer": of.issuer, "serial_number": of.serial_number})
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": serial}),
            "digest_algorithm": cms.DigestAlgorithm(sha256),
            "signed_attrs": cms.CMSAttributes.load(as_set(attributes)),
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": signature,
        }
    )
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": cms.DigestAlgorithms((cms.DigestAlgorithm(sha256),)),
            "encap_content_info": {"content_type": "data"},
            "certificates": [of],
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": content}).dump())
