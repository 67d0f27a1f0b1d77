<?xml version="1.0" encoding="utf-8"?>
<!-- Keeps of a room's comments what is said of types and properties. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" indent="no" omit-xml-declaration="yes" />
  <xsl:template match="/doc">
    <members>
      <xsl:for-each select="members/member[starts-with(@name, 'T:') or starts-with(@name, 'P:')]">
        <member name="{@name}">
          <xsl:copy-of select="summary" />
        </member>
      </xsl:for-each>
    </members>
  </xsl:template>
</xsl:stylesheet>
