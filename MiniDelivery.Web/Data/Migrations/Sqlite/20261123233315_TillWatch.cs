using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MiniDelivery.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TillWatch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "Seen_BilledAt",
                table: "Handoffs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "Seen_ChangedAt",
                table: "Handoffs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Seen_Crc32",
                table: "Handoffs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Seen_IsFinished",
                table: "Handoffs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Seen_IsLost",
                table: "Handoffs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Seen_IsOpen",
                table: "Handoffs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Seen_IsPaid",
                table: "Handoffs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Seen_OpenBy",
                table: "Handoffs",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Seen_Packages",
                table: "Handoffs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Seen_Version",
                table: "Handoffs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "WatchLeases",
                columns: table => new
                {
                    RestaurantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Holder = table.Column<Guid>(type: "TEXT", nullable: false),
                    LeaseUntil = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WatchLeases", x => x.RestaurantId);
                    table.ForeignKey(
                        name: "FK_WatchLeases_Restaurants_RestaurantId",
                        column: x => x.RestaurantId,
                        principalTable: "Restaurants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "WatchLeases");

            migrationBuilder.DropColumn(
                name: "Seen_BilledAt",
                table: "Handoffs");

            migrationBuilder.DropColumn(
                name: "Seen_ChangedAt",
                table: "Handoffs");

            migrationBuilder.DropColumn(
                name: "Seen_Crc32",
                table: "Handoffs");

            migrationBuilder.DropColumn(
                name: "Seen_IsFinished",
                table: "Handoffs");

            migrationBuilder.DropColumn(
                name: "Seen_IsLost",
                table: "Handoffs");

            migrationBuilder.DropColumn(
                name: "Seen_IsOpen",
                table: "Handoffs");

            migrationBuilder.DropColumn(
                name: "Seen_IsPaid",
                table: "Handoffs");

            migrationBuilder.DropColumn(
                name: "Seen_OpenBy",
                table: "Handoffs");

            migrationBuilder.DropColumn(
                name: "Seen_Packages",
                table: "Handoffs");

            migrationBuilder.DropColumn(
                name: "Seen_Version",
                table: "Handoffs");
        }
    }
}
