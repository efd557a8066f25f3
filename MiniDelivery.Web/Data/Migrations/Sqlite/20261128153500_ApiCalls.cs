using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MiniDelivery.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ApiCalls : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "CancelWish_At",
                table: "Orders",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CancelWish_By",
                table: "Orders",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CancelWish_Comment",
                table: "Orders",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CancelWish_Reason",
                table: "Orders",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Position",
                table: "Orders",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "ChangeCounters",
                columns: table => new
                {
                    SourceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Last = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChangeCounters", x => x.SourceId);
                    table.ForeignKey(
                        name: "FK_ChangeCounters_Sources_SourceId",
                        column: x => x.SourceId,
                        principalTable: "Sources",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "KeptAnswers",
                columns: table => new
                {
                    SourceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Fingerprint = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Body = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    OrderId = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KeptAnswers", x => new { x.SourceId, x.Key });
                    table.ForeignKey(
                        name: "FK_KeptAnswers_Sources_SourceId",
                        column: x => x.SourceId,
                        principalTable: "Sources",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            // Old orders stand in the row of changes as they came in: their numbers are unique within the restaurant.
            migrationBuilder.Sql("UPDATE \"Orders\" SET \"Position\" = \"Number\"");
            migrationBuilder.Sql("INSERT INTO \"ChangeCounters\" (\"SourceId\", \"Last\") SELECT \"Id\", COALESCE((SELECT MAX(\"Number\") FROM \"Orders\" WHERE \"SourceId\" = \"Sources\".\"Id\"), 0) FROM \"Sources\"");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_SourceId_Position",
                table: "Orders",
                columns: new[] { "SourceId", "Position" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_KeptAnswers_At",
                table: "KeptAnswers",
                column: "At");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ChangeCounters");

            migrationBuilder.DropTable(
                name: "KeptAnswers");

            migrationBuilder.DropIndex(
                name: "IX_Orders_SourceId_Position",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "CancelWish_At",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "CancelWish_By",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "CancelWish_Comment",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "CancelWish_Reason",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "Position",
                table: "Orders");
        }
    }
}
