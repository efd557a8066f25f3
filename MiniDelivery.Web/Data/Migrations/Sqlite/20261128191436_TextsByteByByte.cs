using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MiniDelivery.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TextsByteByByte : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The form in which texts are searched has е for ё from now on.
            migrationBuilder.Sql("UPDATE Orders SET SearchText = REPLACE(SearchText, 'ё', 'е') WHERE SearchText LIKE '%ё%'");
            migrationBuilder.Sql("UPDATE Guests SET SearchText = REPLACE(SearchText, 'ё', 'е') WHERE SearchText LIKE '%ё%'");

            migrationBuilder.CreateTable(
                name: "CommitMarks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CommitMarks", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_CommitMarks_At",
                table: "CommitMarks",
                column: "At");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CommitMarks");
        }
    }
}
