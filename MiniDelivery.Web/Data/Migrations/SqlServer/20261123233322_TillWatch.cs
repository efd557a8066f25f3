using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MiniDelivery.Web.Data.Migrations.SqlServer
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
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "Seen_ChangedAt",
                table: "Handoffs",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Seen_Crc32",
                table: "Handoffs",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Seen_IsFinished",
                table: "Handoffs",
                type: "bit",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Seen_IsLost",
                table: "Handoffs",
                type: "bit",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Seen_IsOpen",
                table: "Handoffs",
                type: "bit",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Seen_IsPaid",
                table: "Handoffs",
                type: "bit",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Seen_OpenBy",
                table: "Handoffs",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Seen_Packages",
                table: "Handoffs",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Seen_Version",
                table: "Handoffs",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "WatchLeases",
                columns: table => new
                {
                    RestaurantId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Holder = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    LeaseUntil = table.Column<DateTime>(type: "datetime2", nullable: false)
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
